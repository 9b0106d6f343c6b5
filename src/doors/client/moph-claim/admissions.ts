import { type DmhtAdmission, type Parts, type Transaction, type VaccineAdmission, writes } from './types.ts'

/** Sending a visit. None is ever repeated by this client after a time-out or a broken connection. */
export function admissions({ http, call }: Parts) {
  return {
    /**
     * Claims a visit of diabetes or hypertension. `seq` is the facility's own number of the visit, `hcode` the facility of the account;
     * `visit_date_time` is `YYYY-MM-DDTHH:MM:SS.000Z` or `YYYY-MM-DD HH:MM:SS` with the Gregorian year (both are in the field), `dob`
     * `YYYY-MM-DD`; `is_used_dm` and `is_used_ht` are the texts "0" and "1".
     *
     * @returns the number of the transaction, to be kept: nothing else finds the claim again
     * @throws ConflictError where the facility has sent the `seq` already (status assumed)
     * @throws ForbiddenError where `hcode` is not the facility of the account (status assumed), or the account lacks MOPH_CLAIM_API
     * @throws an error with `outcomeUnknown`: sent again, a ConflictError tells that the first call was carried out
     * Source: public clients; the manual of the API could not be read
     */
    async sendDmhtAdmission(body: DmhtAdmission): Promise<Transaction> {
      const { POST } = http()
      return call(writes('sendDmhtAdmission'), 'object', (init) => POST('/api/v1/opd/service-admissions/dmht', { ...init, body }))
    },

    /**
     * Claims vaccinations of the routine programme. Errors as `sendDmhtAdmission`.
     * Source: public clients
     */
    async sendEpiAdmission(body: VaccineAdmission): Promise<Transaction> {
      const { POST } = http()
      return call(writes('sendEpiAdmission'), 'object', (init) => POST('/api/v1/opd/service-admissions/epi', { ...init, body }))
    },

    /**
     * Claims a dT vaccination; public clients send the vaccine code 106. Errors as `sendDmhtAdmission`.
     * Source: public clients
     */
    async sendDtAdmission(body: VaccineAdmission): Promise<Transaction> {
      const { POST } = http()
      return call(writes('sendDtAdmission'), 'object', (init) => POST('/api/v1/opd/service-admissions/dt', { ...init, body }))
    },
  }
}
