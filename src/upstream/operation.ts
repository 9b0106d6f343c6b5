import type { Document, OperationObject, ParameterObject, Provenance, RuleText, Schema, ServerObject } from './document.ts'
import type { AnyUpstream } from './upstream.ts'

/** One documented API call, compiled from its spec. */
export interface Operation {
  readonly id: string
  readonly upstream: AnyUpstream
  readonly method: string
  /** Path without the `#fragment`, below the server's base path; may hold `{parameters}`. */
  readonly path: string
  /** Where it is served: its own servers, where its spec names some beside it. */
  readonly servers: readonly ServerObject[]
  /** The value of `?Action=` that chooses this operation among those of its path; undefined where there is only one. */
  readonly action: string | undefined
  readonly effect: 'read' | 'write'
  readonly provenance: Provenance
  readonly parameters: readonly ParameterObject[]
  readonly body: OperationBody | undefined
  readonly responses: ReadonlyMap<number, ReadonlyMap<string, Schema>>
  /** Roles of which the caller needs all; undefined where no token is asked for. */
  readonly roles: readonly string[] | undefined
  /** All rules of the upstream, by name. */
  readonly rules: Readonly<Record<string, RuleText>>
  /** Names of those that this operation may refuse or remark by. */
  readonly ownRules: readonly string[]
}

export interface OperationBody {
  readonly required: boolean
  readonly contentType: string
  readonly schema: Schema
  /** The rule that reports JSON under another content type; the gateway's own where the spec names none. */
  readonly contentTypeRule: string | undefined
}

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const

/** All operations of an upstream, in the order of its spec. */
export function operationsOf(upstream: AnyUpstream): Operation[] {
  const document = upstream.spec
  return Object.entries(document.paths).flatMap(([key, item]) =>
    methods.flatMap((method) => (item[method] ? [operationOf(upstream, document, key, method, item[method])] : [])),
  )
}

function operationOf(upstream: AnyUpstream, document: Document, key: string, method: string, object: OperationObject): Operation {
  const parameters = object.parameters ?? []
  const action = parameters.find((parameter) => parameter.name === 'Action')?.schema.const
  return {
    id: object.operationId,
    upstream,
    method: method.toUpperCase(),
    path: key.replace(/#.*$/, ''),
    servers: object.servers ?? document.servers ?? [],
    action: typeof action === 'string' ? action : undefined,
    effect: object['x-effect'],
    provenance: object['x-provenance'],
    parameters,
    body: bodyOf(object),
    responses: responsesOf(object),
    roles: rolesOf(object.security ?? document.security),
    rules: document['x-rules'] ?? {},
    ownRules: object['x-rules'],
  }
}

function bodyOf({ requestBody }: OperationObject): OperationBody | undefined {
  const [content] = Object.entries(requestBody?.content ?? {})
  if (!requestBody || !content) return undefined
  const [contentType, media] = content
  return { required: requestBody.required ?? false, contentType, schema: media.schema ?? {}, contentTypeRule: requestBody['x-tolerates'] }
}

function responsesOf({ responses }: OperationObject): Map<number, Map<string, Schema>> {
  return new Map(
    Object.entries(responses).map(([status, response]) => [
      Number(status),
      new Map(Object.entries(response.content ?? {}).map(([type, media]) => [type, media.schema ?? {}])),
    ]),
  )
}

function rolesOf(security: Record<string, string[]>[] | undefined): string[] | undefined {
  const [scheme] = security ?? []
  return scheme && Object.values(scheme)[0]
}

/** Host and base path of a server URL, as they stand in the sandbox's addresses: `cvp1.moph.go.th` or `mophconnect.go.th/test/api`. */
export function realBase(server: ServerObject): string {
  return server.url.replace(/^https?:\/\//, '').replace(/\/+$/, '')
}
