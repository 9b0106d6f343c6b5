import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { scenarios } from '../../../contracts/scenarios/index.ts'
import { startMeddler } from '../../../contracts/testing/meddler.ts'
import { allSteps } from '../../../contracts/testing/verdicts.ts'
import { TestSandbox, until } from '../../../fixtures/harness/sandbox.ts'
import { closedPort, plain } from '../client/testing/server.ts'

const main = new URL('main.ts', import.meta.url).pathname

let folder: string
let sandbox: TestSandbox

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'moph-verify-'))
  sandbox = await TestSandbox.start()
})
afterAll(async () => {
  await sandbox.close()
  rmSync(folder, { recursive: true })
})

interface Ended {
  code: number | null
  out: string
  err: string
}

/** Runs the command in a folder of its own, as a user would. */
async function verify(args: readonly string[], variables: Record<string, string> = {}): Promise<Ended> {
  return ended(spawnVerify(args, variables))
}

function spawnVerify(args: readonly string[], variables: Record<string, string> = {}): ChildProcess {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, ...variables }
  return spawn(process.execPath, [main, 'verify', ...args], { cwd: folder, env })
}

async function ended(child: ChildProcess): Promise<Ended> {
  const [out, err] = await Promise.all([text(child.stdout!), text(child.stderr!), once(child, 'close')])
  return { code: child.exitCode, out, err }
}

/** A line of the table without what differs from run to run. */
function settled(out: string): string {
  return out
    .replace(/(?<=^moph-sandbox verify )\S+$/m, '<version>')
    .replace(/the sandbox \S+ running/g, 'the sandbox <version> running')
    .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:<port>')
    .replace(/verify-[0-9a-f]{10}/g, 'verify-<name>')
    .replace(/\d{4}-\d{2}-\d{2}/g, '<date>')
    .replace(/ +\d+\.\d(?= {2})/g, (ms) => '<ms>'.padStart(ms.length))
}

async function workspaces(): Promise<string[]> {
  return (await sandbox.control('GET', '/workspaces')).json.map(({ name }: { name: string }) => name)
}

describe('On a sandbox', () => {
  test('plays everything, prints a table, writes the reports and exits with 0', async () => {
    const { code, out, err } = await verify(['--target', 'sandbox', '--url', sandbox.url, '--junit', 'junit.xml', '--json', 'results.json'])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    await expect(settled(out)).toMatchFileSnapshot('../reports/testing/golden/verify-sandbox.txt')
    const xml = readFileSync(join(folder, 'junit.xml'), 'utf8')
    expect(XMLValidator.validate(xml)).toBe(true)
    const { testsuites } = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '' }).parse(xml)
    const suites = testsuites.testsuite.map(({ name, tests, failures, errors, skipped }: Record<string, string>) => [
      name,
      tests,
      failures,
      errors,
      skipped,
    ])
    expect(suites).toEqual([
      ['login', '5', '0', '0', '0'],
      ['appointment', '20', '0', '0', '0'],
      ['claim', '8', '0', '0', '0'],
      ['connect', '6', '0', '0', '0'],
      ['messaging', '4', '0', '0', '0'],
      ['nhso-authen', '7', '0', '0', '0'],
      ['nhso-agent', '11', '0', '0', '0'],
    ])
    const results = JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8'))
    expect(results).toMatchObject({
      target: { name: 'sandbox', kind: 'sandbox' },
      scenarios: scenarios.map(({ name }) => ({ name })),
    })
    expect(results.scenarios[1].steps[8]).toMatchObject({
      id: 'book',
      effect: 'write',
      verdict: 'pass',
      calls: [{ method: 'POST', status: 200 }],
    })
    expect(await workspaces()).toEqual(['default'])
  })

  test('starts one where none runs, or uses the one that runs at the usual address, and says which', async () => {
    const { code, out } = await verify([])
    expect(code).toBe(0)
    expect(out).toMatch(
      /^target sandbox: (a sandbox started for this run at http:\/\/127|the sandbox \S+ running at http:\/\/127\.0\.0\.1:4010,)/m,
    )
    expect(out).toContain(`${allSteps} pass, 0 fail, 0 skip, 0 error, 0 unavailable, 0 blocked`)
  })

  test('plays only the scenarios that are named', async () => {
    const { code, out } = await verify(['--url', sandbox.url, '--scenario', 'login'])
    expect(code).toBe(0)
    expect(out).toContain('5 pass, 0 fail')
    expect(out).not.toContain('appointment: An')
  })

  test('exits with 1 where a step fails', async () => {
    const { origin } = await startMeddler(sandbox.url, [{ action: 'GetHospitalRoom', instead: plain(404, 'gone') }])
    const { code, out } = await verify(['--url', origin])
    expect(code).toBe(1)
    expect(out).toMatch(/fail +find-room .*seen: moph-appointment getHospitalRoom: refused with 404: gone/)
    expect(out).toContain(`${allSteps - 1} pass, 1 fail`)
  })

  test('exits with 1 where it stops answering half way', async () => {
    const { origin } = await startMeddler(sandbox.url, [{ action: 'GetHospitalRoom', instead: plain(503, '') }])
    const { code, out } = await verify(['--url', origin])
    expect(out).toContain(`${allSteps - 1} pass, 0 fail, 0 skip, 0 error, 1 unavailable`)
    expect(code).toBe(1)
  })

  test('exits with 2 where nothing answers, with reports that say so', async () => {
    const { code, out } = await verify(['--url', await closedPort(), '--junit', 'nothing.xml'])
    expect(code).toBe(2)
    expect(out).toContain(`0 pass, 0 fail, 0 skip, 0 error, ${allSteps} unavailable, 0 blocked`)
    expect(readFileSync(join(folder, 'nothing.xml'), 'utf8')).toContain('<error message="unavailable: the control API at')
  })

  test('gives its token to a control API that wants one, and says what is wrong without it', async () => {
    const guarded = await TestSandbox.start({ controlToken: 'a-test-token' })
    try {
      const without = await verify(['--url', guarded.url])
      expect(without).toMatchObject({ code: 1, out: '' })
      expect(without.err).toMatch(/^moph-sandbox: .* does not answer as a sandbox does: GET \/control\/status gave 401.*\n$/)
      expect(await verify(['--url', guarded.url], { MOPH_SANDBOX_CONTROL_TOKEN: 'a-test-token' })).toMatchObject({ code: 0, err: '' })
    } finally {
      await guarded.close()
    }
  })

  test('ended by a signal, it finishes the call under way, removes its workspace and says so', async () => {
    let arrived = () => {}
    const slow = new Promise<void>((resolve) => {
      arrived = resolve
    })
    const { origin } = await startMeddler(sandbox.url, [
      {
        action: 'GetHospitalRoom',
        instead: (response) => {
          arrived()
          setTimeout(() => plain(503, '')(response, undefined as never), 2000)
        },
      },
    ])
    const child = spawnVerify(['--url', origin])
    const end = ended(child)
    await slow
    child.kill('SIGINT')
    const { code, out } = await end
    expect(code).toBe(130)
    expect(out).toMatch(/skip +book .*the run was ended by SIGINT/)
    await until(async () => (await workspaces()).length === 1)
  })
})

describe('On a zone', () => {
  const credentials = { ZONE_USER: 'demo', ZONE_PASSWORD: 'Password-1', ZONE_KEY: '$moph-sandbox-test-key-cvp1', ZONE_HOSPITAL: '99999' }

  /** A config file with a target named `zone`. */
  function configured(target: object): string {
    const file = join(folder, 'targets.yaml')
    const names = { user: 'ZONE_USER', password: 'ZONE_PASSWORD', secretKey: 'ZONE_KEY', hospitalCode: 'ZONE_HOSPITAL' }
    writeFileSync(file, JSON.stringify({ targets: { zone: { credentials: names, callsPerSecond: 10, ...target } } }))
    return file
  }

  function at(origin: string) {
    return { upstreams: { 'moph-account': `${origin}/cvp1.moph.go.th`, 'moph-appointment': `${origin}/cvp1.moph.go.th` } }
  }

  test('reads only, and exits with 0', async () => {
    await sandbox.control('DELETE', '/journal')
    const { code, out, err } = await verify(['--config', configured(at(sandbox.url)), '--target', 'zone'], credentials)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    await expect(settled(out)).toMatchFileSnapshot('../reports/testing/golden/verify-zone.txt')
    const { json } = await sandbox.control('GET', '/journal?limit=1000')
    const operations: string[] = json.map(({ operation }: { operation: string }) => operation)
    expect(operations.filter((operation) => operation === 'getMophAccessToken')).toHaveLength(1)
    expect(operations.filter((operation) => /^(confirm|cancel|postpone)/.test(operation))).toEqual([])
  })

  test('exits with 2 where the credentials are missing, and names them', async () => {
    const { code, out } = await verify(['--config', configured(at(sandbox.url)), '--target', 'zone'], { ZONE_USER: 'demo' })
    expect(code).toBe(2)
    expect(out).toContain('not set in the environment: ZONE_HOSPITAL, ZONE_PASSWORD and ZONE_KEY (or MOPH_PASSWORD_HASH)')
  })

  test('exits with 2 where nobody answers', async () => {
    const { code, out } = await verify(['--config', configured(at(await closedPort())), '--target', 'zone'], credentials)
    expect(code).toBe(2)
    expect(out).toMatch(/unavailable +token .*ECONNREFUSED/)
  })

  const productionLine =
    /^moph-sandbox: The target zone names a production host, \S+ \(.*\)\. It is called only with --allow-production\.\n$/

  test.each(['https://cvp1.moph.go.th', 'https://FDH.MOPH.GO.TH.:443', 'https://mophconnect.go.th/api'])(
    'refuses %s with one line',
    async (production) => {
      const { code, out, err } = await verify(['--config', configured({ upstreams: { 'moph-account': production } }), '--target', 'zone'])
      expect({ code, out }).toEqual({ code: 1, out: '' })
      expect(err).toMatch(productionLine)
    },
  )

  test('refuses the known zone that takes its token from production', async () => {
    const { code, err } = await verify(['--target', 'moph-ic-sandbox'])
    expect(code).toBe(1)
    expect(err).toContain('cvp1.moph.go.th')
  })

  test('plays it with --allow-production; without credentials nothing is sent', async () => {
    const { code, out } = await verify(['--target', 'moph-ic-sandbox', '--allow-production'])
    expect(code).toBe(2)
    expect(out).toContain(`0 pass, 0 fail, ${allSteps} skip`)
    expect(out).toContain('reading only, at most 5 calls a second')
  })
})

describe('What the user can mend is one line, and exit code 1', () => {
  test.each([
    [
      ['--target', 'nowhere'],
      'There is no target nowhere. Known: sandbox, uat-fdh, moph-ic-sandbox, moph-connect-test, nhso-test, nhso-agent.',
    ],
    [
      ['--scenario', 'nothing'],
      'There is no scenario nothing. Known: login, appointment, claim, connect, messaging, nhso-authen, nhso-agent.',
    ],
    [
      ['--target', 'uat-fdh', '--url', 'http://127.0.0.1:1'],
      '--url is the address of a sandbox; the target uat-fdh has its own addresses.',
    ],
    [['--url', 'localhost'], '--url takes the address of a running sandbox, such as http://127.0.0.1:4010, not localhost.'],
    [['--config', 'missing.yaml'], 'There is no config file missing.yaml.'],
    [['--nonsense'], "Unknown option '--nonsense'. See --help."],
  ])('%j', async (args, line) => {
    expect(await verify(args)).toEqual({ code: 1, out: '', err: `moph-sandbox: ${line}\n` })
  })

  test('a sandbox address that is production', async () => {
    const { code, out, err } = await verify(['--url', 'https://cvp1.moph.go.th', '--allow-production'])
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(/^moph-sandbox: --url takes the address of a sandbox, and that is a production host, cvp1\.moph\.go\.th .*\n$/)
  })

  test.each([
    ['a target named sandbox', { sandbox: { upstreams: { 'moph-account': 'http://127.0.0.1:1' } } }, /The target name sandbox is taken/],
    ['an upstream that is none', { zone: { upstreams: { 'moph-acount': 'http://127.0.0.1:1' } } }, /not a valid config: .*moph-acount/],
    [
      'more calls than any zone bears',
      { zone: { upstreams: { 'moph-account': 'http://127.0.0.1:1' }, callsPerSecond: 11 } },
      /callsPerSecond/,
    ],
    [
      'an address that is none',
      { zone: { upstreams: { 'moph-account': 'http://[' } } },
      /The target zone has an address that is none: http:\/\/\[\./,
    ],
    [
      'an address with a query',
      { zone: { upstreams: { 'moph-account': 'http://127.0.0.1:1/?a=b' } } },
      /The target zone cannot be used: baseUrls/,
    ],
  ])('%s in the config', async (_what, targets, line) => {
    writeFileSync(join(folder, 'bad.yaml'), JSON.stringify({ targets }))
    const { code, out, err } = await verify(['--config', 'bad.yaml', '--target', 'zone'])
    expect({ code, out, lines: err.split('\n').length }).toEqual({ code: 1, out: '', lines: 2 })
    expect(err).toMatch(line)
  })

  test('a report that cannot be written: the table is there all the same', async () => {
    const { code, out, err } = await verify(['--url', sandbox.url, '--junit', join(folder, 'no-such-folder', 'junit.xml')])
    expect(code).toBe(1)
    expect(out).toContain(`${allSteps} pass`)
    expect(err).toMatch(/^moph-sandbox: .*junit\.xml cannot be written: ENOENT.*\n$/)
  })
})

test('the target that docs/verify.md shows is valid', async () => {
  const [, example] = /```yaml\n([\s\S]*?)```/.exec(readFileSync(new URL('../../../docs/verify.md', import.meta.url), 'utf8'))!
  writeFileSync(join(folder, 'example.yaml'), example!)
  const { code, out } = await verify(['--config', 'example.yaml', '--list'])
  expect(code).toBe(0)
  expect(out).toMatch(/our-test-zone\n(.*\n){2} {4}reading only\n {4}moph-account: https:\/\/moph-test\.example\.org/)
  expect(out).toContain('credentials: ZONE_USER, ZONE_HOSPITAL_CODE, and ZONE_PASSWORD with ZONE_SECRET_KEY, or ZONE_PASSWORD_HASH')
})

test('--list names targets, scenarios and steps, and calls nothing', async () => {
  const { code, out } = await verify(['--list'])
  expect(code).toBe(0)
  await expect(out).toMatchFileSnapshot('../reports/testing/golden/verify-list.txt')
})

test('--help', async () => {
  expect(await verify(['--help'])).toMatchObject({ code: 0, err: '', out: expect.stringContaining('--allow-production') })
})
