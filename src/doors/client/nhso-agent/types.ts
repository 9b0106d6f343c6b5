import type { components, operations } from '../../../generated/nhso-agent.ts'
import type { Operation } from '../operation.ts'

type Schemas = components['schemas']

/** A card reader. */
export type Terminal = Schemas['Terminal']
/** A person and the right today. */
export type RightCheck = Schemas['RightCheck']
/** What is on a card. */
export type CardHolder = Schemas['CardHolder']
/** Who comes for what. */
export type AgentVisit = Schemas['Visit']
/** A saved draft. */
export type AgentDraft = Schemas['Draft']
/** A confirmed visit, with its authen code. */
export type ConfirmedVisit = Schemas['Confirmed']
/** A code, or nothing. */
export type LatestCode = Schemas['LatestCode']
/** A code. */
export type GivenCode = Schemas['GivenCode']
/** What the agent was installed with. */
export type AgentPreference = Schemas['Preference']

/** Whether the photo is read too, as base64 of a JPEG in `image`. */
export type ReadOptions = NonNullable<operations['readCard']['parameters']['query']>

export function reads(name: keyof operations): Operation {
  return { upstream: 'nhso-agent', name, effect: 'read' }
}

export function writes(name: keyof operations, lookUp?: keyof operations): Operation {
  return { upstream: 'nhso-agent', name, effect: 'write', ...(lookUp && { lookUp }) }
}
