import type { operations } from '../../src/generated/nhso-authen.ts'
import type { OperationFunction } from '../../src/upstream/upstream.ts'
import { sourceChannels } from './channels.ts'
import { claimTypeName } from './claimTypes.ts'
import { knownPerson } from './right-holders.ts'
import { rights } from './rights.ts'
import { codesOf } from './visits.ts'
import { zoneOf } from './zone.ts'

/** The codes that a person was given for a day, at any facility. */
export const checkAuthenStatus: OperationFunction<operations['checkAuthenStatus']> = async ({ query }, world) => {
  const { personalId, serviceDate, serviceCode } = query
  const zone = zoneOf(world)
  const person = await knownPerson(world, zone, personalId, { pointer: '/query/personalId', seen: personalId })
  const given = codesOf(world.db, zone, personalId)
    .innerJoin('hospitals as h', 'h.hospital_code', 'nhso_visits.hcode')
    .select('h.hospital_name')
    .where('service_day', '=', serviceDate)
  const rows = await (serviceCode ? given.where('claim_type', '=', serviceCode) : given).execute()
  const main = rights[person.main_right]
  return {
    statusAuthen: rows.length > 0,
    statusMessage: rows.length > 0 ? 'พบข้อมูลการ authen' : 'ไม่พบข้อมูลการ authen',
    firstName: person.first_name,
    lastName: person.last_name,
    sex: person.sex === 1 ? 'ชาย' : 'หญิง',
    nation: { code: person.nation },
    mainInscl: { id: person.main_right, name: main?.name ?? '' },
    subInscl: { id: person.sub_right, name: main?.subRights[person.sub_right] ?? '' },
    serviceHistories: rows.map((row) => ({
      hospital: { hcode: row.hcode, hname: row.hospital_name },
      serviceDateTime: `${row.service_day}T${row.service_time}`,
      claimCode: row.claim_code!,
      service: { code: row.claim_type, name: claimTypeName(row.claim_type) },
      sourceChannel: sourceChannels[row.channel],
    })),
  }
}
