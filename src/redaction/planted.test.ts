import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { request } from 'undici'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Plant, plantedSecrets, survivorsIn } from '../../fixtures/harness/planted-secrets.ts'
import { SandboxClient, until } from '../../fixtures/harness/sandbox.ts'
import { Cli } from '../../fixtures/harness/spawned.ts'

const plants = plantedSecrets()

/** Which plants the survivors come from: a failure says where to look. */
function survivors(bytes: string | Uint8Array): string[] {
  const found = survivorsIn(typeof bytes === 'string' ? Buffer.from(bytes) : bytes)
  return found.map((mark) => plants.find(({ secret }) => secret.startsWith(mark))?.what ?? mark)
}

describe('Secrets planted in every position, encoding and name', { timeout: 60_000 }, () => {
  let folder: string
  let cli: Cli
  let client: SandboxClient
  let journal: string
  let har: string
  let events = ''
  const answered = new Map<Plant, number>()

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'moph-sandbox-planted-'))
    cli = new Cli(['start', '--port', '0', '--agent-port', 'off', '--data', folder])
    await until(() => cli.stdout.includes('Ctrl-C'))
    client = new SandboxClient(/http:\/\/127\.0\.0\.1:\d+/.exec(cli.stdout)![0])
    const live = await request(`${client.url}/control/journal/live`)
    live.body.setEncoding('utf8').on('data', (part) => {
      events += part
    })
    live.body.on('error', () => {})
    for (let from = 0; from < plants.length; from += 20)
      await Promise.all(
        plants.slice(from, from + 20).map(async (plant) => {
          const reply = await client.send(plant.path, plant.request).catch(() => undefined)
          if (reply) answered.set(plant, reply.status)
        }),
      )
    await until(() => events.split('event: exchange').length > answered.size)
    journal = (await client.control('GET', '/journal?limit=10000')).text
    har = (await client.control('GET', '/journal/har')).text
    live.body.destroy()
    await client.close()
    await cli.stop()
  }, 180_000)
  afterAll(async () => {
    await cli.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  it('are more than 2,000, each in a call that was answered and kept', () => {
    expect(plants.length).toBeGreaterThan(2000)
    expect(plants.filter((plant) => !answered.has(plant)).map(({ what }) => what)).toEqual([])
    expect(JSON.parse(journal)).toHaveLength(plants.length)
    expect([...answered.values()].filter((status) => status >= 500)).toEqual([])
    // Those that keep what they are sent were carried out.
    expect([...answered].filter(([{ path }, status]) => path.endsWith('/queue') && status === 200).length).toBeGreaterThan(200)
  })

  it('would be found if they were there', () => {
    const { secret } = plants[0]!
    const wrapped = [secret, encodeURIComponent(`"${secret}`), Buffer.from(JSON.stringify({ a: secret })).toString('base64')]
    for (const text of wrapped) expect(survivorsIn(Buffer.from(text))).not.toEqual([])
  })

  it.each([
    ['the journal', () => journal],
    ['the HAR', () => har],
    ['the live journal', () => events],
    ['standard output', () => cli.stdout],
    ['standard error', () => cli.stderr],
  ])('are not in %s', (_place, text) => {
    expect(survivors(text())).toEqual([])
  })

  it('are in no file of the data folder', () => {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    expect(files.map(({ name }) => name)).toContain('journal.jsonl')
    for (const { name, parentPath } of files) expect([name, survivors(readFileSync(join(parentPath, name)))]).toEqual([name, []])
  })

  it('leave what stands beside them readable', () => {
    const lost = plants.filter(({ harmless }) => harmless.some((value) => !journal.includes(value)))
    expect(lost.map(({ what }) => what)).toEqual([])
  })
})
