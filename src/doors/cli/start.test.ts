import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { Agent, get } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../../fixtures/harness/sandbox.ts'
import { Cli, type Ended, SpawnedSandbox } from '../../../fixtures/harness/spawned.ts'
import { postgres } from '../../../fixtures/harness/stores.ts'
import { version } from '../../version.ts'

const bash = promisify(execFile)

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'moph-sandbox-cli-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function written(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

describe('the port of the card agent', () => {
  it('goes to another one, with a line that says so, where a real agent has it', async () => {
    const agent = createServer().listen(0, '127.0.0.1')
    await once(agent, 'listening')
    const { port } = agent.address() as AddressInfo
    const sandbox = await SpawnedSandbox.start(['--agent-port', String(port)])
    expect(sandbox.ready.agent).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(sandbox.ready.agent).not.toContain(`:${port}`)
    await until(() => sandbox.cli.stderr.includes('\n'))
    expect(sandbox.cli.stderr).toContain(`Port ${port} is taken`)
    expect(sandbox.cli.stderr).toContain(sandbox.ready.agent)
    await sandbox.close()
    agent.close()
  })

  it('can be left out', async () => {
    const sandbox = await SpawnedSandbox.start(['--agent-port', 'off'])
    expect(sandbox.ready).not.toHaveProperty('agent')
    await sandbox.close()
  })
})

describe('start --json --port 0', () => {
  it('prints one line when it is ready: url, upstreams, issuers, accounts, secret keys', async () => {
    const sandbox = await SpawnedSandbox.start()
    const { url, ready } = sandbox
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(ready).toEqual({
      url,
      upstreams: expect.objectContaining({ 'moph-account': `${url}/cvp1.moph.go.th`, 'moph-appointment': `${url}/cvp1.moph.go.th` }),
      zones: expect.any(Object),
      agent: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      issuers: { cvp1: `${url}/cvp1.moph.go.th`, fdh: `${url}/fdh.moph.go.th` },
      control: `${url}/control`,
      workspaces: { default: url },
      secretKeys: { cvp1: expect.stringContaining('$'), fdh: expect.stringContaining('$') },
      accounts: expect.arrayContaining([
        expect.objectContaining({
          issuer: 'cvp1',
          user: 'demo',
          password: expect.any(String),
          password_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
          hospital_code: '99999',
        }),
      ]),
      store: 'memory',
      version,
    })
    await sandbox.close()
    const { code, stdout, stderr } = await sandbox.cli.ended
    expect({ code, lines: stdout.split('\n').length, stderr }).toEqual({ code: 0, lines: 2, stderr: '' })
  })

  it('answers from that moment on, with what it printed', async () => {
    const sandbox = await SpawnedSandbox.start()
    const { issuers, accounts } = sandbox.ready
    for (const [issuer, base] of Object.entries(issuers)) {
      const { user, password_hash, hospital_code } = accounts.find((account) => account.issuer === issuer)!
      const path = `${new URL(base).pathname}/token?Action=get_moph_access_token`
      const reply = await sandbox.send(path, { method: 'POST', body: { user, password_hash, hospital_code } })
      expect(reply.status, issuer).toBe(200)
    }
    await sandbox.close()
  })

  it('shows the keys and workspaces of a data folder as they are, not as they were made', async () => {
    const args = ['--data', join(folder, 'kept')]
    const first = await SpawnedSandbox.start(args)
    await first.control('PATCH', '/keys', { cvp1: 'another-key' })
    await first.control('POST', '/workspaces', { name: 'team-a' })
    await first.close()

    const again = await SpawnedSandbox.start(args)
    expect(again.ready.secretKeys.cvp1).toBe('another-key')
    expect(again.ready.accounts[0]!.password_hash).not.toBe(first.ready.accounts[0]!.password_hash)
    expect(again.ready.workspaces).toEqual({ default: again.url, 'team-a': `${again.url}/w/team-a` })
    await again.token('demo').then(
      () => expect.fail('The old hash is no longer good'),
      (error: Error) => expect(error.message).toMatch('401'),
    )
    await again.close()
  })

  it('reads its options from moph-sandbox.yaml in its folder; those of the command line win', async () => {
    const cwd = join(folder, 'configured')
    mkdirSync(cwd)
    writeFileSync(join(cwd, 'moph-sandbox.yaml'), 'port: 1\nworld: empty\ndata: state\nstore: postgres://nobody@127.0.0.1:1/none\n')
    const cli = new Cli(['start', '--json', '--port', '0', '--data', 'elsewhere'], { cwd })
    const ready = await cli.ready()
    expect(ready.store).toBe('folder')
    expect(new URL(ready.url).port).not.toBe('1')
    const status = await fetch(`${ready.control}/workspaces`)
    expect(await status.json()).toMatchObject([{ name: 'default', world: 'empty' }])
    expect((await cli.stop()).code).toBe(0)
  })
})

describe.each(['SIGTERM', 'SIGINT'] as const)('%s', (signal) => {
  it('stops it within a second with exit code 0, although connections and a live journal are open and an answer is delayed', async () => {
    const sandbox = await SpawnedSandbox.start(['--data', join(folder, `stopped-${signal}`)])
    const agent = new Agent({ keepAlive: true })
    get(`${sandbox.url}/control/clock`, { agent }, (reply) => reply.resume())
    const live = await fetch(`${sandbox.url}/control/journal/live`)
    const rest = live.text().catch(() => 'broken off')
    await sandbox.control('POST', '/faults', { kind: 'latency', latency_ms: 60_000, upstream: 'moph-account' })
    const delayed = sandbox.token().catch(() => 'cut off')
    await until(async () => (await sandbox.control('GET', '/faults')).json[0].hits === 1)

    const asked = performance.now()
    const { code, stdout, stderr } = await sandbox.cli.stop(signal)
    expect(performance.now() - asked).toBeLessThan(1000)
    expect({ code, lines: stdout.split('\n').length, stderr }).toEqual({ code: 0, lines: 2, stderr: '' })
    expect(await delayed).toBe('cut off')
    await rest
    agent.destroy()
  })
})

describe('what the user can mend is one line on standard error, exit code 1 and nothing on standard output:', () => {
  const start = (...args: string[]) => Cli.run(['start', '--json', '--port', '0', ...args], { cwd: folder })

  function expectOneLine({ code, stdout, stderr }: Ended, says: RegExp): void {
    expect(stderr).toMatch(says)
    expect(stderr).toMatch(/^moph-sandbox: [^\n]+\n$/)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  }

  it('a port that is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    expectOneLine(await Cli.run(['start', '--json', '--port', String(port)]), new RegExp(`Port ${port} on 127.0.0.1 is taken.*--port`))
    server.close()
  })

  it('an address of another machine', async () => {
    expectOneLine(await start('--host', '192.0.2.1'), /192\.0\.2\.1 is not an address of this machine/)
  })

  it('a data folder that cannot be written', async () => {
    expectOneLine(await start('--data', join(written('a-file', ''), 'data')), /data folder .*a-file.* cannot be written \(ENOTDIR\)/)
  })

  it('a data folder in use by another sandbox', async () => {
    const data = join(folder, 'in-use')
    const first = await SpawnedSandbox.start(['--data', data])
    expectOneLine(await start('--data', data), /in use by another sandbox/)
    expect((await first.control('GET', '/clock')).status).toBe(200)
    await first.close()
  })

  it('a data folder of another layout', async () => {
    const data = join(folder, 'of-tomorrow')
    await (await SpawnedSandbox.start(['--data', data])).close()
    const database = new DatabaseSync(join(data, 'default', 'state.sqlite'))
    database.exec("update settings set value = '99' where name = 'layout'")
    database.close()
    expectOneLine(await start('--data', data), /another version of moph-sandbox \(layout 99/)
  })

  it.each([
    ['is no database', (path: string) => writeFileSync(path, 'not a database, but long enough to be read as one'.repeat(100))],
    [
      'is a database of something else',
      (path: string) => {
        const database = new DatabaseSync(path)
        database.exec('create table notes (text)')
        database.close()
      },
    ],
  ])('a data folder whose file %s', async (what, make) => {
    const data = join(folder, what)
    mkdirSync(join(data, 'default'), { recursive: true })
    make(join(data, 'default', 'state.sqlite'))
    expectOneLine(await start('--data', data), /state\.sqlite (cannot be opened|is not a workspace)/)
  })

  it.each([
    ['a config file that is missing', undefined, /There is no config file .*none\.yaml/],
    ['broken YAML', 'port: [1\nhost: "', /cannot be read/],
    ['an unknown key', 'prot: 4010', /prot/],
    ['a value of the wrong type', 'port: "4010"', /\/port must be integer/],
    ['a list where settings belong', '- port', /must be object/],
    ['a store that is no PostgreSQL', 'store: mysql://u:hidden-word@127.0.0.1/x', /\/store/],
    ['a store URL that cannot be read', 'store: postgres://u:hidden-word@[::1/x', /postgres:\/\//],
    ['two places for its state', 'data: here\nstore: postgres://u:hidden-word@127.0.0.1/x', /not in both/],
  ])('in the config file, %s', async (what, text, says) => {
    const path = text === undefined ? join(folder, 'none.yaml') : written(`${what}.yaml`, text)
    const ended = await start('--config', path)
    expectOneLine(ended, says)
    expect(ended.stderr).not.toContain('hidden-word')
  })

  it.each([
    ['an unknown option', ['--prot', '1'], /Unknown option '--prot'\. See --help/],
    ['an option without its value', ['--data'], /'--data <value>' argument missing/],
    ['an option with a value that takes none', ['--quiet=yes'], /'--quiet' does not take an argument/],
    ['an argument too many', ['postgres://user:hidden-word@127.0.0.1:5432/db'], /Unexpected argument/],
    ['a port that is no number', ['--port', 'http'], /--port takes a whole number/],
    ['a port that does not exist', ['--port', '70000'], /--port takes a whole number/],
    ['an unknown world', ['--world', 'real'], /--world takes demo or empty/],
    ['a store that is no PostgreSQL', ['--store', 'mysql://u:hidden-word@127.0.0.1/x'], /postgres:\/\//],
    ['a store URL that cannot be read', ['--store', 'postgres://u:hidden-word@[::1/x'], /postgres:\/\//],
    ['two places for its state', ['--data', 'x', '--store', 'postgres://u:hidden-word@127.0.0.1/x'], /not in both/],
    [
      'a PostgreSQL that is not there',
      ['--store', 'postgres://u:hidden-word@127.0.0.1:1/x'],
      /127\.0\.0\.1:1\/x cannot be used.*ECONNREFUSED/,
    ],
  ])('on the command line, %s', async (_what, args, says) => {
    const ended = await start(...args)
    expectOneLine(ended, says)
    expect(ended.stderr).not.toContain('hidden-word')
  })

  it('an unknown command', async () => {
    expectOneLine(await Cli.run(['strat']), /There is no command strat\. Known: start, verify/)
  })

  it.each(['toString', '__proto__'])('a command that only looks known (%s)', async (name) => {
    expectOneLine(await Cli.run([name]), new RegExp(`There is no command ${name}`))
  })

  describe.skipIf(postgres.missing)('PostgreSQL', () => {
    it('that refuses the password, which is not printed', async () => {
      const store = await postgres.make()
      const url = new URL(store.options.store!)
      url.password = 'hidden-word'
      const ended = await start('--store', url.href)
      expectOneLine(ended, /cannot be used: password authentication failed/)
      expect(ended.stderr).not.toContain('hidden-word')
      await store.remove()
    })

    it('without that database', async () => {
      const url = new URL(process.env.MOPH_SANDBOX_TEST_POSTGRES!)
      url.pathname = '/no_such_database'
      expectOneLine(await start('--store', url.href), /no_such_database.*does not exist/)
    })

    it('that holds a world of another layout', async () => {
      const store = await postgres.make()
      await (await SpawnedSandbox.start(['--store', store.options.store!])).close()
      const { Client } = await import('pg')
      const client = new Client({ connectionString: store.options.store! })
      await client.connect()
      await client.query(`update moph_default.settings set value = '99' where name = 'layout'`)
      await client.end()
      expectOneLine(await start('--store', store.options.store!), /another version of moph-sandbox \(layout 99/)
      await store.remove()
    })
  })
})

describe('the command line', () => {
  it('says which version it is', async () => {
    expect(await Cli.run(['--version'])).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: '' })
  })

  it.each([[['--help']], [['-h']], [['start', '--help']], [['start', '-h']]])('explains itself: %s', async (args) => {
    const { code, stdout, stderr } = await Cli.run(args)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/moph-sandbox start/)
  })

  it('explains every option of start', async () => {
    const { stdout } = await Cli.run(['start', '--help'])
    for (const option of ['port', 'host', 'allow-host', 'data', 'store', 'world', 'seed', 'config', 'json', 'quiet'])
      expect(stdout).toContain(`--${option}`)
  })

  it('without a command explains itself and fails', async () => {
    expect(await Cli.run([])).toMatchObject({ code: 1, stdout: expect.stringMatching(/moph-sandbox start/) })
  })
})

describe('start for a person', () => {
  it('prints curl lines that work when pasted', async () => {
    const cli = new Cli(['start', '--port', '0'])
    await until(() => cli.stdout.includes('Ctrl-C'))
    const lines = cli.stdout.split('\n').filter((line) => /^ {2}(TOKEN=|curl )/.test(line))
    expect(lines.length).toBeGreaterThanOrEqual(4)

    const script = lines.map((line) => (line.includes('TOKEN=') ? line : `${line}; echo`)).join('\n')
    const { stdout, stderr } = await bash('bash', ['--norc', '-euc', script])
    expect(stderr).toBe('')
    const [departments, appointments, card, refused, journal] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(departments).toMatchObject({ MessageCode: 200, result: expect.arrayContaining([expect.objectContaining({ department_id: 2 })]) })
    expect(appointments).toMatchObject({ MessageCode: 200, result: { person: { cid: '0000000000000' } } })
    expect(card).toMatchObject({ pid: '1999900000013', correlationId: expect.any(String) })
    expect(refused).toMatchObject({ MessageCode: 400 })
    expect(journal).toMatchObject([{ findings: [{ pointer: '/query/hospital_code', seen: '"999999"' }] }])

    // What was wrong with the call stands in the console too, in both languages.
    await until(() => cli.stdout.includes('/query/hospital_code'))
    expect((await cli.stop()).code).toBe(0)
  })

  it('prints every base URL, the workspaces, and the secret keys with ready-made hashes', async () => {
    const data = join(folder, 'printed')
    const made = await SpawnedSandbox.start(['--data', data])
    await made.control('POST', '/workspaces', { name: 'team-a' })
    await made.close()

    const cli = new Cli(['start', '--port', '0', '--data', data])
    await until(() => cli.stdout.includes('Ctrl-C'))
    const { stdout } = await cli.stop()
    const { ready } = made
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(stdout)![0]
    const bases = [...Object.values(ready.upstreams), ...Object.values(ready.issuers), ready.control].map((base) =>
      base.replace(made.url, url),
    )
    const secrets = [
      ...Object.values(ready.secretKeys),
      ...ready.accounts.flatMap(({ user, password, password_hash }) => [user, password, password_hash]),
    ]
    for (const text of [...bases, `${url}/w/team-a`, ...secrets]) expect(stdout).toContain(text)
  })

  it('prints the token of the control API with its curl line when it listens for other machines', async () => {
    const cli = new Cli(['start', '--port', '0', '--host', '0.0.0.0', '--quiet'], { env: { MOPH_SANDBOX_CONTROL_TOKEN: 'my-token' } })
    await until(() => cli.stdout.includes('Ctrl-C'))
    const line = cli.stdout.split('\n').find((text) => text.includes('/journal'))!
    expect(line).toContain('my-token')
    const { stdout } = await bash('bash', ['-euc', line])
    expect(JSON.parse(stdout)).toEqual([])
    await cli.stop()
  })

  it('goes on when nobody reads what it prints any more', async () => {
    const cli = new Cli(['start', '--port', '0'])
    await until(() => cli.stdout.includes('Ctrl-C'))
    const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(cli.stdout)!
    cli.process.stdout!.destroy()
    for (let call = 0; call < 5; call++) expect((await fetch(`${url}/cvp1.moph.go.th/nowhere`)).status).toBe(404)
    expect((await fetch(`${url}/control/clock`)).status).toBe(200)
    expect((await cli.stop()).code).toBe(0)
  })
})
