import type { components } from '../../../generated/moph-messaging.ts'

type Schemas = components['schemas']

/** A message and whom it is for. */
export type TargetedMessage = Schemas['TargetedMessage']
/** What became of a message. */
export type SentMessage = Schemas['SentMessage']
