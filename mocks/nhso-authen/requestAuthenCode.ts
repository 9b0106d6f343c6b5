import type { operations, Rule } from '../../src/generated/nhso-authen.ts'
import { refusals } from '../../src/upstream/refusal.ts'
import type { OperationFunction } from '../../src/upstream/upstream.ts'
import { reportOtherFacility } from './other-facility.ts'
import { giveCode, personToServe } from './visits.ts'
import { zoneOf } from './zone.ts'

const refuse = refusals<Rule>()

/** Gives an authen code on the word of a HIS (public clients; texts of NHSO ENDPOINT FOR SINGLE CLAIM). */
export const requestAuthenCode: OperationFunction<operations['requestAuthenCode']> = async ({ body, caller }, world) => {
  const { pid, phone, hcode, serviceCode, hn } = body
  if (!pid) throw refuse('pid-missing', { pointer: '/body/pid', seen: pid })
  if (!serviceCode) throw refuse('service-code-missing', { pointer: '/body/serviceCode', seen: serviceCode })
  const phones = typeof phone === 'string' ? [phone] : (phone ?? [])
  const [mobile] = phones
  if (mobile === undefined || phones.some((number) => !/^\d+$/.test(number))) {
    throw refuse('phone-not-digits', { pointer: '/body/phone', seen: phone })
  }
  const zone = zoneOf(world)
  const places = {
    pid: { pointer: '/body/pid', seen: pid },
    claimType: { pointer: '/body/serviceCode', seen: serviceCode },
    hcode: { pointer: '/body/hcode', seen: hcode },
  }
  const visit = { pid, claim_type: serviceCode, hcode, mobile, hn: hn ?? null, channel: 'api', proof: 'facility' } as const
  await personToServe(world, zone, visit, places)
  reportOtherFacility(hcode, caller, world)
  const { claim_code } = await giveCode(world, zone, { ...visit, other_phones: phones.slice(1).join(',') || null }, places)
  return { authenCode: claim_code! }
}
