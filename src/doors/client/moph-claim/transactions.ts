import { type Parts, reads, type Transaction, type TransactionStatus } from './types.ts'

/** What became of a claim. */
export function transactions({ http, call }: Parts) {
  return {
    /**
     * How a claim stands. Public clients read `status_th`, a Thai text for people; the other fields are assumed.
     *
     * @throws NotFoundError where there is no such transaction in this zone (status assumed)
     * Source: public clients
     */
    async getTransactionStatus({ transaction_uid }: Transaction): Promise<TransactionStatus> {
      const { GET } = http()
      return call(reads('getTransactionStatus'), 'object', (init) =>
        GET('/api/v1/opd/service-transactions/{transaction_uid}/status', { ...init, params: { path: { transaction_uid } } }),
      )
    },
  }
}
