import { expect, test } from 'vitest'
import spec from '../../../generated/moph-claim.json' with { type: 'json' }
import { MophError } from '../index.ts'
import { claimExamples, claimOperations, startClaim } from '../testing/claim.ts'
import { rejection } from '../testing/moph.ts'

const effects = Object.fromEntries(
  Object.values(spec.paths).flatMap((path) => Object.values(path).map((operation) => [operation.operationId, operation['x-effect']])),
)

test('every operation of the spec is a method, and every method an operation', async () => {
  const { client } = await startClaim()
  expect(Object.keys(client.claim).sort()).toEqual(Object.keys(effects).sort())
  expect([...claimOperations].sort()).toEqual(Object.keys(effects).sort())
})

test.each(claimOperations)(
  '%s leaves its outcome unknown exactly where the spec says that it writes, and is sent once',
  async (operation) => {
    const { client, calls } = await startClaim({ api: (response) => response.destroy() })
    const error = await rejection(claimExamples[operation](client))
    expect(error).toBeInstanceOf(MophError)
    expect(error).toMatchObject({ operation, upstream: 'moph-claim', outcomeUnknown: effects[operation] === 'write' })
    expect(calls).toHaveLength(1)
  },
)
