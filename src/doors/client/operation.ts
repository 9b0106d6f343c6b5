/** An upstream that this client speaks to; the name of its spec. */
export type UpstreamName =
  | 'moph-account'
  | 'moph-appointment'
  | 'moph-connect'
  | 'moph-claim'
  | 'moph-messaging'
  | 'nhso-authen'
  | 'nhso-agent'

/** One documented API call, as this client has to know it. */
export interface Operation {
  upstream: UpstreamName
  /** Its `operationId` in the spec. */
  name: string
  /** Whether it changes something at the upstream (`x-effect` of the spec). Never judged by the method: a cancel is a GET. */
  effect: 'read' | 'write'
  /** The method that tells whether a write was carried out, where there is one. */
  lookUp?: string
}
