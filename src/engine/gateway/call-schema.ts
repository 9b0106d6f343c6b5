import type { Constraints, ParameterObject, Provenance, Schema } from '../../upstream/document.ts'
import type { Operation } from '../../upstream/operation.ts'

/** JSON Schema of a whole call: its parameters by where they stand, and its body. */
export function callSchema({ parameters, body, provenance }: Operation): Schema {
  const group = (place: 'query' | 'path'): Schema =>
    groupOf(parameters.filter((parameter) => parameter.in === place && parameter.name !== 'Action'))
  const bodySchema: Record<string, Schema> = body ? { body: body.schema } : {}
  return {
    type: 'object',
    properties: { query: group('query'), path: group('path'), ...bodySchema },
    required: body?.required ? ['body'] : [],
    // That there is a body is what the operation is about.
    'x-constraints': { required: provenance },
    additionalProperties: true,
  }
}

function groupOf(members: readonly ParameterObject[]): Schema {
  const expected = members.filter((parameter) => parameter['x-expect'])
  return {
    type: 'object',
    properties: Object.fromEntries(
      members.map((parameter) => [parameter.name, withProvenance(parameter.schema, parameter['x-provenance'])]),
    ),
    required: members.filter((parameter) => parameter.required).map((parameter) => parameter.name),
    'x-constraints': { required: sourcesOf(members, (parameter) => parameter['x-constraints']?.required) },
    ...(expected.length > 0 && {
      'x-expect': {
        required: expected.map(({ name }) => name),
        'x-constraints': { required: sourcesOf(expected, (parameter) => parameter['x-expect']?.['x-provenance']) },
      },
    }),
  }
}

function sourcesOf(
  members: readonly ParameterObject[],
  sourceOf: (parameter: ParameterObject) => Constraints[string] | undefined,
): Record<string, Provenance> {
  return Object.fromEntries(
    members.flatMap((parameter) => {
      const source = sourceOf(parameter) ?? parameter['x-provenance']
      return source === undefined ? [] : [[parameter.name, source as Provenance]]
    }),
  )
}

function withProvenance(schema: Schema, provenance: Provenance | undefined): Schema {
  return provenance ? { ...schema, 'x-provenance': provenance } : schema
}
