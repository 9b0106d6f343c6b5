import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { other } from '../../../../fixtures/cards/chips.ts'
import { demoCards } from '../../../../fixtures/cards/index.ts'
import { ordinary } from '../../../../fixtures/cards/people.ts'
import { drawnFace } from '../../../../fixtures/cards/photo.ts'
import { TestSandbox } from '../../../../fixtures/harness/sandbox.ts'
import { Cli } from '../../../../fixtures/harness/spawned.ts'
import type { Card } from '../../../../hardware/card/card.ts'
import { chipOf } from '../../../../hardware/cards.ts'
import { citizenIdBy } from '../../../../hardware/testing/citizen-id.ts'
import { missingPcsc, PcscStack, slotNames } from '../../../../hardware/testing/pcsc-stack.ts'
import { VpcdSlot } from '../../../../hardware/vpcd/slot.ts'
import { shownCard } from '../../../../mocks/nhso-agent/card-form.ts'

const main = join(import.meta.dirname, '..', 'main.ts')
const somsri = 'ordinary (1999900000013 นางสมศรี ตัวอย่าง)'

describe('moph-sandbox card, with a sandbox that runs', () => {
  let sandbox: TestSandbox
  beforeAll(async () => {
    sandbox = await TestSandbox.start()
  })
  beforeEach(() => sandbox.control('POST', '/reset'))
  afterAll(() => sandbox.close())

  const card = (...args: string[]) => Cli.run(['card', ...args], { env: { MOPH_SANDBOX_URL: sandbox.url } })
  const said = async (...args: string[]) => {
    const { code, stdout, stderr } = await card(...args)
    expect([code, stderr]).toEqual([0, ''])
    return stdout
  }
  const refused = async (...args: string[]) => {
    const { code, stdout, stderr } = await card(...args)
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(/^moph-sandbox: [^\n]+\n$/)
    return stderr
  }
  const inReader = async () => (await sandbox.control('GET', '/agent/readers')).json.map(({ card: name }: { card: string | null }) => name)

  it('list --json prints an array of people with id', async () => {
    const people = JSON.parse(await said('list', '--json'))
    expect(people.map(({ id }: { id: string }) => id).sort()).toEqual(demoCards.map(({ card: name }) => name).sort())
    expect(people).toContainEqual({
      id: 'ordinary',
      pid: '1999900000013',
      name: 'นางสมศรี ตัวอย่าง',
      note: 'an ordinary card; right WEL in the test zone',
      atr: 'th-nid-17',
    })
  })

  it('list prints one line for each, and cards that a test has made too', async () => {
    await sandbox.control('PUT', '/agent/cards/own', {
      pid: '1999900000048',
      thai_name: { title: 'นาย', first: 'ใหม่', last: 'สมมุติ' },
      birth_date: '25400000',
      sex: 1,
    })
    const lines = (await said('list')).trim().split('\n')
    expect(lines).toHaveLength(demoCards.length + 1)
    expect(lines.find((line) => line.startsWith('own '))).toMatch(/^own +1999900000048 +นายใหม่ สมมุติ/)
  })

  it('show tells what is on a card, by the id or the citizen id', async () => {
    const shown = await said('show', 'lifetime')
    expect(shown).toMatch(/never \/ ตลอดชีพ/)
    expect(shown).toMatch(/01\/10\/2513 \(1970\)/)
    expect(await said('show', '3999900003027')).toBe(shown)
    expect(JSON.parse(await said('show', 'lifetime', '--json'))).toMatchObject({
      card: 'lifetime',
      expiry_date: '99999999',
      photo: expect.stringMatching(/^\/9j/),
    })
    expect(await said('show', 'not-thai')).toBe('not-thai: a chip card of something else: no applet of a Thai ID card\n  ATR other\n')
  })

  it('remove, insert and swap are the hands at its reader', async () => {
    expect(await said('remove')).toBe(`ordinary is out of reader-1 of the sandbox at ${sandbox.url}.\n`)
    expect(await inReader()).toEqual([null])
    expect(await said('insert', '1999900000013')).toContain(
      `${somsri} is in reader-1 of the sandbox at ${sandbox.url}. PC/SC programs see it where`,
    )
    expect(await said('swap', 'child')).toContain('child (1999900003047')
    expect(await said('insert', 'lifetime', '--reader', '2')).toContain('is in reader-2')
    expect(await inReader()).toEqual(['child', 'lifetime'])
  })

  it('insert makes a card unlike that of the person: another generation, another sex, less in the chip', async () => {
    await said('remove')
    expect(await said('insert', 'child', '--atr', 'th-nid-9', '--sex', '3', '--without', 'rights')).toContain(
      'child-changed (1999900003047',
    )
    expect(await inReader()).toEqual(['child-changed'])
    expect((await sandbox.control('GET', '/agent/cards/child-changed')).json).toMatchObject({
      ...{ pid: '1999900003047', atr: 'th-nid-9', sex: 3, laser: null, chip_id: null, rights: null },
    })
    expect((await sandbox.control('GET', '/agent/cards/child')).json).toMatchObject({ atr: 'th-nid-17', sex: 1 })
    expect(await said('show', 'child-changed')).toContain('3 (neither 1 nor 2')
    await said('remove')
    await said('insert', 'child', '--sex', '', '--without', 'laser', '--without', 'chip-id')
    expect((await sandbox.control('GET', '/agent/cards/child-changed')).json).toMatchObject({ sex: '', laser: null, chip_id: null })
    await said('remove')
    expect(await refused('insert', 'child', '--sex', 'MF')).toMatch(/sex|รูปแบบ/)
    expect(await refused('insert', 'child', '--sex', 'MF', '--hold')).toMatch(
      /The card cannot hold this: data.sex is longer than one character/,
    )
    expect(await refused('insert', 'child', '--atr', 'th-nid-1')).toMatch(/--atr takes th-nid-17.*not th-nid-1/)
    expect(await refused('insert', 'child', '--without', 'photo')).toMatch(/--without takes laser, chip-id, rights, not photo/)
    expect(await refused('insert', 'not-thai', '--sex', '1')).toMatch(/not-thai is no Thai ID card/)
  })

  it('says in one line what is wrong', { timeout: 120_000 }, async () => {
    expect(await refused('insert', 'child')).toMatch(/There is a card in the reader .*มีบัตรอยู่ในเครื่องอ่านแล้ว/)
    expect(await refused('insert', 'nobody')).toMatch(/There is no card of nobody.*card list/)
    expect(await refused('insert')).toMatch(/One PERSON is needed/)
    expect(await refused('swap', 'child', '--reader', '7')).toMatch(/There is no reader 7. There are: 1 \(reader-1\)/)
    expect(await refused('trace')).toMatch(/The reader is not in PC\/SC, so nothing was recorded .* --vpcd/)
    expect(await refused('remove', 'child')).toMatch(/child is one word too many/)
    expect(await refused('eat', 'child')).toMatch(/There is no command card eat. Known: insert/)
    expect(await refused('remove', '--url', 'http://127.0.0.1:60001')).toMatch(
      /No sandbox answers at http:\/\/127.0.0.1:60001 \(connect ECONNREFUSED/,
    )
    expect(await refused('remove', '--url', `${sandbox.url}/elsewhere`)).toMatch(/Nothing is simulated at/)
    expect(await refused('insert', 'child', '--hold', '--reader', '3')).toMatch(/vpcd has readers 1 to 2, not 3/)
    expect(await refused('insert', 'child', '--hold', '--vpcd-address', 'x:y')).toMatch(/vpcd is at HOST:PORT/)
    expect(await refused('insert', '--play', import.meta.filename)).toMatch(/cannot be played: line 1: .* is none of ATR, RESET, > and </)
    expect(await refused('insert', 'child', '--trace', '/none/trace')).toMatch(/\/none\/trace cannot be written/)
  })
})

describe.skipIf(missingPcsc !== undefined)('moph-sandbox card insert, without a sandbox', () => {
  let stack: PcscStack
  beforeAll(async () => {
    stack = await PcscStack.start()
  })
  afterAll(() => stack?.close())

  it('holds the card in the reader of pcscd until Ctrl-C, also when pcscd starts only then', async () => {
    await stack.killDaemon()
    const holding = stack.spawnInside(process.execPath, [main, 'card', 'insert', 'ordinary', '--hold'])
    let said = ''
    holding.stdout!.setEncoding('utf8').on('data', (text) => {
      said += text
    })
    await expect.poll(() => said, { timeout: 10_000 }).toMatch(/waits for vpcd at 127.0.0.1:35963 \(.*ECONNREFUSED.*docs\/card.md/)
    await stack.startDaemon()
    await expect
      .poll(() => said, { timeout: 5_000 })
      .toContain(`${somsri} is in the reader “Virtual PCD 00 00” of pcscd. Ctrl-C takes it out.`)
    await expect.poll(() => citizenIdBy(stack, slotNames[0]), { timeout: 5_000 }).toBe('1999900000013')
    const ended = once(holding, 'exit')
    holding.kill('SIGINT')
    expect(await ended).toEqual([0, null])
    await expect.poll(() => citizenIdBy(stack, slotNames[0]), { timeout: 5_000 }).toBeUndefined()
  })

  it('puts another into the second reader', async () => {
    const holding = stack.spawnInside(process.execPath, [main, 'card', 'insert', 'child', '--hold', '--reader', '2'])
    await expect.poll(() => citizenIdBy(stack, slotNames[1]), { timeout: 10_000 }).toBe('1999900003047')
    holding.kill('SIGTERM')
    await once(holding, 'exit')
  })
})

describe.skipIf(missingPcsc !== undefined)('moph-sandbox start --vpcd --pcsc', () => {
  it('puts the cards of its readers into those of pcscd, and its agent reads them there', async () => {
    const stack = await PcscStack.start()
    const sandbox = stack.spawnInside(process.execPath, [main, 'start', '--json', '--port', '0', '--vpcd', '--pcsc'])
    const [line] = await once(sandbox.stdout!.setEncoding('utf8'), 'data')
    const { vpcd, pcsc, agent, url } = JSON.parse(line)
    expect([vpcd, pcsc]).toEqual(['127.0.0.1:35963', true])
    const inside = async (command: string, ...args: string[]) => {
      const child = stack.spawnInside(command, args)
      let said = ''
      child.stdout!.setEncoding('utf8').on('data', (text) => {
        said += text
      })
      await once(child, 'close')
      return said
    }
    const ofAgent = async (path: string) => JSON.parse(await inside('curl', '-s', `${agent}/api/smartcard/${path}`))
    await expect
      .poll(() => ofAgent('terminals'), { timeout: 10_000 })
      .toEqual([
        { terminalName: slotNames[0], isPresent: true },
        { terminalName: slotNames[1], isPresent: false },
      ])
    expect(await ofAgent('read?readImageFlag=true')).toMatchObject({ pid: '1999900000013', image: drawnFace })
    expect(await inside(process.execPath, main, 'card', 'trace', '--url', url)).toMatch(
      /^# APDU trace .*> 80 B0 00 04 02 00 0D {2}# READ citizen: pid\n/s,
    )
    sandbox.kill('SIGTERM')
    expect(await once(sandbox, 'exit')).toEqual([0, null])
    await stack.close()
  })
})

describe.skipIf(missingPcsc !== undefined)('moph-sandbox start --pcsc --data', () => {
  it('warns that what is read of real cards is kept', async () => {
    const stack = await PcscStack.start()
    const data = mkdtempSync(join(tmpdir(), 'moph-sandbox-pcsc-data-'))
    const cli = new Cli(['start', '--json', '--port', '0', '--pcsc', '--data', data], { env: stack.environment })
    await cli.ready()
    expect((await cli.stop()).stderr).toMatch(/ข้อมูลของบัตรจริง.*\n.*what the agent answers of a real card is kept in the journal/)
    rmSync(data, { recursive: true, force: true })
    await stack.close()
  })
})

describe.skipIf(missingPcsc !== undefined)('moph-sandbox card read', () => {
  let stack: PcscStack
  let slot: VpcdSlot
  let folder: string
  beforeAll(async () => {
    stack = await PcscStack.start()
    slot = new VpcdSlot(stack.slot(0))
    folder = mkdtempSync(join(tmpdir(), 'moph-sandbox-read-'))
  })
  afterAll(async () => {
    slot?.remove()
    await stack?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const read = (...args: string[]) => Cli.run(['card', 'read', ...args], { env: stack.environment })
  const refused = async (...args: string[]) => {
    const { code, stdout, stderr } = await read(...args)
    expect([code, stdout]).toEqual([1, ''])
    return stderr
  }

  /** Another card, after pcscd, which looks every 0.4 s, has seen that the first one is gone. */
  const exchange = async (card: Card) => {
    slot.remove()
    await wait(1_200)
    slot.insert(card)
  }

  it('waits for a card, and prints what is on it', async () => {
    const reading = read('--reader', 'pcd 00 00')
    setTimeout(() => slot.insert(chipOf(ordinary)), 500)
    const { code, stdout, stderr } = await reading
    expect(code).toBe(0)
    expect(stderr).toBe('No card is in Virtual PCD 00 00. Waiting for a card … / กรุณาเสียบบัตร\n')
    expect(stdout).toMatch(/^Virtual PCD 00 00\n {2}ATR 3B799600005448204E4944203137\n/)
    expect(stdout).toMatch(/1999900000013\n.*นาง สมศรี ตัวอย่าง\n.*Mrs\. Somsri Tuayang\n.*14\/03\/2501 \(1958\)/)
  })

  it('--json and --photo are for scripts: all that is in the chip, and the photo byte for byte', async () => {
    const photo = join(folder, 'face.jpg')
    const { code, stdout, stderr } = await read('--json', '--photo', photo)
    expect([code, stderr.replace(/^No card is in .*\n/, '')]).toEqual([0, ''])
    const { reader, atr, ...card } = JSON.parse(stdout)
    const { card: _name, note: _note, atr: _atr, ...contents } = shownCard(ordinary)
    expect([reader, atr]).toEqual(['Virtual PCD 00 00', '3B799600005448204E4944203137'])
    expect(card).toEqual(contents)
    expect(readFileSync(photo).equals(ordinary.data.photo)).toBe(true)
  })

  it('--trace writes the read without its person, and card insert plays it as a card', async () => {
    const trace = join(folder, 'read.apdu')
    expect((await read('--trace', trace)).code).toBe(0)
    const text = readFileSync(trace, 'utf8')
    expect(text).toContain('# What is personal was replaced')
    expect(text).not.toMatch(/สมศรี|31 39 39 39 39 30 30 30 30 30 30 31 33/)
    slot.remove()
    await wait(1_200)
    const again = join(folder, 'again.apdu')
    const playing = stack.spawnInside(process.execPath, [main, 'card', 'insert', '--play', trace, '--trace', again])
    const { code, stdout } = await read('--json')
    expect(code).toBe(0)
    const { pid, thai_name, photo } = JSON.parse(stdout)
    expect(pid).toMatch(/^19999\d{8}$/)
    expect(thai_name.title).toBe('นาง')
    expect(photo).toBe(drawnFace)
    playing.kill('SIGINT')
    await once(playing, 'exit')
    const exchanges = (file: string) => readFileSync(file, 'utf8').match(/^[<>] .*$/gm)
    expect(exchanges(again)!.slice(-exchanges(trace)!.length), 'the card saw what the reader saw').toEqual(exchanges(trace))
    await exchange(chipOf(ordinary))
  })

  it('says in one line why it could not be read', async () => {
    await exchange(chipOf(other))
    expect(await refused()).toMatch(/this is no Thai ID card \(no citizen applet; ATR 3B6500002063CB6800\)/)
    expect(await refused('--wait', '0', '--reader', 'ACS')).toMatch(
      /No reader is called ACS; there are: Virtual PCD 00 00, Virtual PCD 00 01/,
    )
    expect(await refused('--wait', 'long')).toMatch(/--wait takes seconds/)
    await exchange(chipOf(ordinary))
    expect(await refused('--photo', join(folder, 'none', 'face.jpg'))).toMatch(/face\.jpg cannot be written/)
    slot.remove()
    await stack.killDaemon()
    expect(await refused('--wait', '0')).toMatch(/There is no reader. The PC\/SC daemon is not running .* pcscd/)
    await stack.startDaemon()
  })
})
