import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TestSandbox } from '../../fixtures/harness/sandbox.ts'
import { closedPort, json, plain, startServer } from '../../src/doors/client/testing/server.ts'
import { NoSandbox, OutOfReach } from './control-api.ts'
import { openSandboxTarget } from './sandbox.ts'

let sandbox: TestSandbox

beforeAll(async () => {
  sandbox = await TestSandbox.start()
})
afterAll(() => sandbox.close())

async function workspaces(): Promise<string[]> {
  return (await sandbox.control('GET', '/workspaces')).json.map(({ name }: { name: string }) => name)
}

describe('Without an address', () => {
  test('the sandbox that runs at the usual one is used, in a workspace of its own', async () => {
    const { target, close } = await openSandboxTarget({ usualAddress: sandbox.url })
    const [, own] = (await workspaces()).sort()
    expect(own).toMatch(/^verify-[0-9a-f]{10}$/)
    expect(target.description).toEqual([
      expect.stringMatching(new RegExp(`^the sandbox \\S+ running at ${sandbox.url}, workspace ${own}$`)),
    ])
    expect(target.upstreams['moph-account']).toBe(`${sandbox.url}/w/${own}/cvp1.moph.go.th`)
    await close()
    expect(await workspaces()).toEqual(['default'])
  })

  test('one is started where none runs, and stopped after the run', async () => {
    const { target, moph, close } = await openSandboxTarget({ usualAddress: await closedPort() })
    expect(target.description).toEqual([
      expect.stringMatching(/^a sandbox started for this run at http:\/\/127\.0\.0\.1:\d+, workspace verify-/),
    ])
    expect(await moph.account.token()).toMatch(/^eyJ/)
    await close()
    await expect(fetch(target.upstreams['moph-account']!)).rejects.toThrow('fetch failed')
  })

  test.each([
    ['something else', plain(200, 'hello'), 'GET /control/status gave 200'],
    [
      'a sandbox that wants its token',
      json(401, { error: { en: 'The control API wants its token' } }),
      '401: The control API wants its token',
    ],
  ])('one is started where %s is at the usual address, and it says why', async (_what, answer, why) => {
    const { origin } = await startServer(answer)
    const { target, close } = await openSandboxTarget({ usualAddress: origin })
    expect(target.description[0]).toContain('a sandbox started for this run')
    expect(target.description[0]).toContain(`as ${origin} does not answer as a sandbox does: `)
    expect(target.description[0]).toContain(why)
    await close()
  })
})

describe('With an address', () => {
  test('nothing is started in its place: out of reach is out of reach', async () => {
    await expect(openSandboxTarget({ url: await closedPort() })).rejects.toThrow(OutOfReach)
  })

  test('what is no sandbox is said to be none', async () => {
    const { origin } = await startServer(plain(404, 'nothing here'))
    await expect(openSandboxTarget({ url: origin })).rejects.toThrow(NoSandbox)
  })
})
