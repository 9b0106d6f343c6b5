import { MophError, type Transaction } from '../../../src/doors/client/index.ts'
import type { Learnt } from './learnt.ts'

/** Sends a visit, and notes what stays at the target. */
export async function send<Visit extends { seq: string | number }>(
  { sent }: Learnt,
  visit: Visit,
  by: (visit: Visit) => Promise<Transaction>,
): Promise<Transaction> {
  try {
    const transaction = await by(visit)
    sent.push(`claim ${transaction.transaction_uid} (seq ${visit.seq}) stays there`)
    return transaction
  } catch (error) {
    if (error instanceof MophError && error.outcomeUnknown) sent.push(`a claim with seq ${visit.seq} may stay there`)
    throw error
  }
}
