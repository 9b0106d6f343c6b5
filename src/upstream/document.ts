/** The part of OpenAPI 3.1 that the gateway reads, with the extensions of our specs (docs/decisions/0003-spec-extensions.md). */

export type Level = 'documented' | 'observed' | 'assumed'

export interface Provenance {
  level: Level
  /** Title and section of the document, or how it was observed, or why it was assumed. */
  source: string
}

/** A text for a reader, in both languages. */
export interface Text {
  th: string
  en: string
}

/** A rule that no schema can say, with the status it refuses with. A rule without a status is a remark: the call is answered. */
export interface RuleText extends Text {
  status?: number
  hint: Text
  'x-provenance': Provenance
  /** A refusal that a correct client meets too (a full schedule): reported as information, never as an error of the HIS. */
  'x-expected'?: boolean
}

/**
 * Where each constraint of a schema comes from, by its keyword: a breach is judged by it, not by the level of the field. `required` has
 * one for all names, or one for each.
 */
export type Constraints = Record<string, Provenance | Record<string, Provenance>>

export interface Schema {
  type?: string | string[]
  const?: unknown
  properties?: Record<string, Schema>
  items?: Schema
  'x-provenance'?: Provenance
  'x-constraints'?: Constraints
  'x-hint'?: Text
  'x-secret'?: boolean
  [keyword: string]: unknown
}

export interface ParameterObject {
  name: string
  in: 'query' | 'path' | 'header'
  required?: boolean
  schema: Schema
  'x-provenance'?: Provenance
  /** `required` alone; the others stand in the schema. */
  'x-constraints'?: Constraints
  /** `{ required: true, x-provenance }`: a call without it is answered, with a remark. */
  'x-expect'?: { required: true; 'x-provenance': Provenance }
  'x-secret'?: boolean
}

export interface MediaType {
  schema?: Schema
  examples?: Record<string, { value: unknown }>
}

export interface ResponseObject {
  content?: Record<string, MediaType>
}

export interface OperationObject {
  operationId: string
  parameters?: ParameterObject[]
  requestBody?: { required?: boolean; content: Record<string, MediaType>; 'x-tolerates'?: string }
  responses: Record<string, ResponseObject>
  /** In place of the document's. */
  servers?: ServerObject[]
  security?: Record<string, string[]>[]
  'x-effect': 'read' | 'write'
  'x-provenance': Provenance
  'x-rules': string[]
}

export interface ServerObject {
  url: string
  'x-zone'?: 'production' | 'test'
  'x-issuer'?: string
}

/** What the real service is known to have, or what a document prints in its place, and no spec simulates. */
export interface Elsewhere extends Text {
  /** Below the host: the path itself, or its start. */
  path?: string
  /** A host that a document prints and that none of the servers is. */
  host?: string
  'x-provenance': Provenance
}

export interface Document {
  info: { title: string; version: string }
  servers?: ServerObject[]
  paths: Record<string, Record<string, OperationObject>>
  security?: Record<string, string[]>[]
  'x-upstream'?: string
  'x-rules'?: Record<string, RuleText>
  'x-elsewhere'?: readonly Elsewhere[]
}
