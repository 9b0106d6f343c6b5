import type { components, operations, Rule } from '../../src/generated/nhso-authen.ts'
import { localTime } from '../../src/upstream/clock.ts'
import { prepared } from '../../src/upstream/prepared.ts'
import { refusals } from '../../src/upstream/refusal.ts'
import type { OperationFunction } from '../../src/upstream/upstream.ts'
import type { Zone } from '../../src/upstream/world.ts'
import { reportOtherFacility } from './other-facility.ts'
import { giveCode, personToServe } from './visits.ts'
import { zoneOf } from './zone.ts'

const refuse = refusals<Rule>()

type Amounts = Pick<components['schemas']['ClosedVisit'], 'totalAmount' | 'paidAmount' | 'privilegeAmount'>

/** Closes a visit (ปิดสิทธิ): an `EP` code for what it cost, as often as there are transactions. */
export const closeVisit: OperationFunction<operations['closeVisit']> = async ({ body, caller }, world) => {
  const { pid, hcode, claimServiceCode, transactionId, mainInsclCode, serviceDateTime } = body
  const zone = zoneOf(world)
  const atTransaction = { pointer: '/body/transactionId', seen: transactionId }
  const places = {
    pid: { pointer: '/body/pid', seen: pid },
    claimType: { pointer: '/body/claimServiceCode', seen: claimServiceCode },
    hcode: { pointer: '/body/hcode', seen: hcode },
  }
  const person = await personToServe(world, zone, { pid, claim_type: claimServiceCode, hcode }, places)
  if (transactionId !== undefined) {
    const [known] = await visitsOfTransaction(world.db, { zone, hcode, transaction_id: transactionId })
    if (known) throw refuse('transaction-repeated', atTransaction)
  }
  reportOtherFacility(hcode, caller, world)
  if (mainInsclCode !== undefined && mainInsclCode !== person.main_right)
    world.report('right-differs', { pointer: '/body/mainInsclCode', seen: mainInsclCode })
  if (!addsUp(body)) world.report('amounts-do-not-add-up', { pointer: '/body/totalAmount', seen: body.totalAmount })

  // Without its time a visit is one of now.
  const served = localTime(serviceDateTime ?? world.clock.now())
  const visit = {
    pid,
    claim_type: claimServiceCode,
    hcode,
    mobile: body.mobile ?? '',
    channel: 'endpoint',
    proof: 'facility',
    service_day: served.slice(0, 10),
    service_time: served.slice(11),
    transaction_id: transactionId ?? null,
  } as const
  const { id, claim_code } = await giveCode(world, zone, visit, { ...places, claimType: atTransaction })
  return { seq: id, authenCode: claim_code! }
}

const visitsOfTransaction = prepared((db, { zone, hcode, transaction_id }: { zone: Zone; hcode: string; transaction_id: string }) =>
  db
    .selectFrom('nhso_visits')
    .select('id')
    .where('zone', '=', zone)
    .where('hcode', '=', hcode)
    .where('transaction_id', '=', transaction_id),
)

/** In satang, since sums of baht as fractions are not exact. Where one of the amounts was not sent there is nothing to compare. */
function addsUp({ totalAmount, paidAmount, privilegeAmount }: Amounts): boolean {
  if (totalAmount === undefined || paidAmount === undefined || privilegeAmount === undefined) return true
  const [total, paid, privilege] = [totalAmount, paidAmount, privilegeAmount].map((baht) => Math.round(baht * 100))
  return total === paid! + privilege!
}
