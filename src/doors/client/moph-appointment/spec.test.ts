import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { MophError } from '../index.ts'
import { rejection, startMoph } from '../testing/moph.ts'
import { examples, operations } from '../testing/operations.ts'

interface SpecOperation {
  operationId: string
  'x-effect': 'read' | 'write'
}
const spec: { paths: Record<string, Record<string, SpecOperation>> } = JSON.parse(
  readFileSync(new URL('../../../generated/moph-appointment.json', import.meta.url), 'utf8'),
)
const effects = Object.fromEntries(
  Object.values(spec.paths).flatMap((path) => Object.values(path).map((operation) => [operation.operationId, operation['x-effect']])),
)

test('every operation of the spec is a method, and every method an operation', async () => {
  const { client } = await startMoph({})
  expect(Object.keys(client.appointment).sort()).toEqual(Object.keys(effects).sort())
  expect([...operations].sort()).toEqual(Object.keys(effects).sort())
})

test.each(operations)('%s leaves its outcome unknown exactly where the spec says that it writes', async (operation) => {
  const { client, calls } = await startMoph({ api: (response) => response.destroy() })
  const error = await rejection(examples[operation](client))
  expect(error).toBeInstanceOf(MophError)
  expect(error).toMatchObject({ operation, upstream: 'moph-appointment', outcomeUnknown: effects[operation] === 'write' })
  expect(calls).toHaveLength(1)
})
