import type { components, operations } from '../../../generated/nhso-authen.ts'
import type { Operation } from '../operation.ts'

type Schemas = components['schemas']

/** Who comes for what. */
export type AuthenRequest = Schemas['AuthenRequest']
/** An authen code. */
export type AuthenReply = Schemas['AuthenReply']
/** What a visit cost. */
export type ClosedVisit = Schemas['ClosedVisit']
/** The code of a closed visit. */
export type ClosedReply = Schemas['ClosedReply']
/** A person and the right. */
export type RealPerson = Schemas['RealPerson']
/** The codes of a person on a day. */
export type AuthenStatus = Schemas['AuthenStatus']

/** The parameters that a caller gives. */
export type Query<Of extends 'getRealPerson' | 'checkAuthenStatus'> = operations[Of]['parameters']['query']

export function reads(name: keyof operations): Operation {
  return { upstream: 'nhso-authen', name, effect: 'read' }
}

export function writes(name: keyof operations): Operation {
  return { upstream: 'nhso-authen', name, effect: 'write', lookUp: 'checkAuthenStatus' }
}
