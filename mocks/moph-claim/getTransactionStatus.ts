import type { operations, Rule } from '../../src/generated/moph-claim.ts'
import { refusals } from '../../src/upstream/refusal.ts'
import type { OperationFunction } from '../../src/upstream/upstream.ts'
import { findClaim, mayActFor, zoneOf } from './claims.ts'
import { done } from './envelope.ts'
import { stateInThai } from './life.ts'

const refuse = refusals<Rule>()

/** What became of a claim (public clients). Why it may be returned is told once that is decided. */
export const getTransactionStatus: OperationFunction<operations['getTransactionStatus']> = async ({ path, caller }, world) => {
  const claim = await findClaim(world.db, path.transaction_uid)
  if (!claim || claim.zone !== zoneOf(world) || !mayActFor(caller, claim.hcode))
    throw refuse('unknown-transaction', { pointer: '/path/transaction_uid', seen: path.transaction_uid })
  const { transaction_uid, state, seq, hcode, reasons } = claim
  return done({
    transaction_uid,
    status: state,
    status_th: stateInThai[state],
    seq,
    hcode,
    reasons: state === 'returned' ? JSON.parse(reasons) : [],
  })
}
