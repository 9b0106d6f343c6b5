import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TestSandbox } from '../../../fixtures/harness/sandbox.ts'
import { openSandboxTarget } from '../../targets/sandbox.ts'
import { onCall, spoil, startMeddler } from '../../testing/meddler.ts'
import { playAll, stepsWith } from '../../testing/verdicts.ts'

let sandbox: TestSandbox

beforeAll(async () => {
  sandbox = await TestSandbox.start()
})
afterAll(() => sandbox.close())

const played = async (after: Parameters<typeof startMeddler>[1][number]['after']) => {
  const { origin } = await startMeddler(sandbox.url, [{ action: 'SendMessageTarget', ...(after && { after }) }])
  return playAll(await openSandboxTarget({ url: origin }), ['messaging'])
}

describe('The story of a message', () => {
  test('passes on a sandbox', async () => {
    const results = await played(undefined)
    expect(stepsWith('pass', results)).toEqual(['messaging/send', 'messaging/change', 'messaging/white-list', 'messaging/refuse-number'])
    expect(results[0]!.warnings).toEqual([])
  })

  test.each<[string, Parameters<typeof spoil>[0], number, string[], string[]]>([
    ['a person is lost', (sent) => ({ ...sent, target_not_on_white_list: [] }), 1, ['send'], ['change', 'white-list']],
    ['an update is a new message', (sent) => ({ ...sent, updated: false }), 2, ['change'], []],
    [
      'someone not on the white list is reached',
      ({ target, ...sent }) => ({ ...sent, target: target.toReversed().concat('1999900000013'), target_not_on_white_list: [] }),
      3,
      ['white-list'],
      [],
    ],
    ['a text stands for a list', (sent) => ({ ...sent, target: '' }), 1, ['send'], ['change', 'white-list']],
  ])('notices where %s', async (_what, change, call, failed, blocked) => {
    const results = await played(onCall(call, spoil(change)))
    const named = (ids: string[]) => ids.map((id) => `messaging/${id}`)
    expect(stepsWith('fail', results)).toEqual(named(failed))
    expect(stepsWith('blocked', results)).toEqual(named(blocked))
  })

  test('notices where a number goes through', async () => {
    const results = await played(onCall(4, (passing) => Object.assign(passing, { status: 200 })))
    expect(stepsWith('fail', results)).toEqual(['messaging/refuse-number'])
  })
})
