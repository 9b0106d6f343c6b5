import type { Client } from 'openapi-fetch'
import type { components, operations, paths } from '../../../generated/moph-claim.ts'
import type { AuthorisedCall } from '../authorised-calls.ts'
import type { Operation } from '../operation.ts'

type Schemas = components['schemas']
type Name = keyof operations

/** A visit of diabetes or hypertension. */
export type DmhtAdmission = Schemas['DmhtAdmission']
/** A visit with vaccinations. */
export type VaccineAdmission = Schemas['VaccineAdmission']
/** The number under which a claim is looked up. */
export type Transaction = Schemas['Transaction']
/** How a claim stands. */
export type TransactionStatus = Schemas['TransactionStatus']

/** What the methods of this upstream are made with; `http` throws a TypeError where the client has no base URL of it. */
export interface Parts {
  http: () => Client<paths>
  call: AuthorisedCall<'data'>
}

export function reads(name: Name): Operation {
  return { upstream: 'moph-claim', name, effect: 'read' }
}

/** There is nothing to look a claim up by but the number that it is answered with. */
export function writes(name: Name): Operation {
  return { upstream: 'moph-claim', name, effect: 'write' }
}
