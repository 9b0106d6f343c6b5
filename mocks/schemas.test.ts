import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { blueprint } from '../src/composition/blueprint.ts'
import { controlUpstreams } from '../src/engine/control/upstream.ts'
import { Sandbox } from '../src/engine/sandbox.ts'
import { sqliteStore } from '../src/engine/store/sqlite.ts'
import { operationsOf } from '../src/upstream/operation.ts'

/** The gateway takes the schemas of the specs as they are (src/upstream/schema.ts): here they are held against JSON Schema itself. */
describe('every schema of the specs', () => {
  const metaSchema = new Ajv2020({ strict: false })
  const sandbox = new Sandbox(sqliteStore(), blueprint)
  const operations = [...blueprint.upstreams, ...controlUpstreams(sandbox)].flatMap(operationsOf)

  it.each(operations.map((operation) => [`${operation.upstream.name}/${operation.id}`, operation] as const))(
    'of %s is one',
    (_, operation) => {
      const schemas = [
        ...operation.parameters.map(({ schema }) => schema),
        ...(operation.body ? [operation.body.schema] : []),
        ...[...operation.responses.values()].flatMap((contents) => [...contents.values()]),
      ]
      for (const schema of schemas) {
        metaSchema.validateSchema(schema)
        expect(metaSchema.errors).toBeFalsy()
      }
    },
  )
})
