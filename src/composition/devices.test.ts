import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { other } from '../../fixtures/cards/chips.ts'
import { ordinary } from '../../fixtures/cards/people.ts'
import { drawnFace } from '../../fixtures/cards/photo.ts'
import { TestSandbox } from '../../fixtures/harness/sandbox.ts'
import { chipOf } from '../../hardware/cards.ts'
import { citizenIdBy } from '../../hardware/testing/citizen-id.ts'
import { missingPcsc, PcscStack, slotNames } from '../../hardware/testing/pcsc-stack.ts'
import { VpcdSlot } from '../../hardware/vpcd/slot.ts'
import { somchaiPid, somsriPid } from '../../mocks/testing/agent-calls.ts'
import type { Devices } from '../upstream/world.ts'
import { linkWithVpcd } from './devices.ts'

/** The link has looked, and pcscd has powered the card off, so that commands are counted anew. */
const settledMs = 1_200
const childPid = '1999900003047'

describe.skipIf(missingPcsc !== undefined)('The cards in the readers of a workspace, linked with vpcd', () => {
  let stack: PcscStack
  let sandbox: TestSandbox
  let link: { close(): Promise<void> }

  beforeAll(async () => {
    stack = await PcscStack.start()
    const devices: Devices = {}
    sandbox = await TestSandbox.start({ devices })
    const workspace = (await sandbox.running.sandbox.workspace('default'))!
    link = await linkWithVpcd(devices, workspace, (slot) => stack.slot(slot))
  })
  beforeEach(() => control('POST', '/reset', { world: 'demo' }))
  afterAll(async () => {
    await link?.close()
    await sandbox?.close()
    await stack?.close()
  })

  const control = (method: string, path: string, body?: object) => sandbox.control(method, path, body)
  const hand = (action: string, body?: object) => control('POST', `/agent/readers/reader-1/${action}`, body)
  const readBy = (slot = 0) => citizenIdBy(stack, slotNames[slot]!)
  const seen = (slot: number, pid: string | undefined) => expect.poll(() => readBy(slot), { timeout: 10_000, interval: 50 }).toBe(pid)
  const readers = async () => (await control('GET', '/agent/readers')).json

  it('are read by a program that knows nothing of us', async () => {
    await seen(0, somsriPid)
    expect((await readers())[0]).toMatchObject({ reader: 'reader-1', card: 'ordinary', vpcd: 'connected' })
  })

  it('come and go as hands put them in and pull them out', async () => {
    await seen(0, somsriPid)
    await hand('swap', { card: 'child' })
    await seen(0, childPid)
    await hand('remove')
    await seen(0, undefined)
    expect((await readers())[0]).toMatchObject({ card: null, vpcd: 'empty' })
    await hand('insert', { card: 'social-security' })
    await seen(0, somchaiPid)
    await hand('disconnect')
    await seen(0, undefined)
  })

  it('are in two slots at once', async () => {
    await control('POST', '/agent/readers/reader-2/connect')
    await control('POST', '/agent/readers/reader-2/insert', { card: 'child' })
    await seen(1, childPid)
    await seen(0, somsriPid)
    expect((await readers()).map(({ vpcd }: { vpcd: string }) => vpcd)).toEqual(['connected', 'connected'])
    await control('POST', '/reset', { world: 'demo' })
    await seen(1, undefined)
    await seen(0, somsriPid)
  })

  it('follow a reset and a snapshot, too', async () => {
    await control('POST', '/snapshots', { name: 'with-card' })
    await hand('remove')
    await seen(0, undefined)
    await control('POST', '/snapshots/with-card/restore')
    await seen(0, somsriPid)
    await control('PUT', '/agent/cards/ordinary', person(somchaiPid))
    await seen(0, somchaiPid)
  })

  it('tell what a program has asked them', async () => {
    await hand('swap', { card: 'child' })
    await seen(0, childPid)
    const { json } = await control('GET', '/agent/readers/reader-1/trace')
    expect(json.trace).toContain('# reader Sandbox Card Reader 0\n# Of a synthetic card')
    expect(json.trace.split('\n').slice(-7, -1)).toEqual([
      '> 00 A4 04 00 08 A0 00 00 00 54 48 00 01  # SELECT citizen',
      '< 61 0A',
      '> 80 B0 00 04 02 00 0D  # READ citizen: pid',
      '< 61 0D',
      '> 00 C0 00 00 0D  # GET RESPONSE',
      `< ${Buffer.from(childPid)
        .toString('hex')
        .replaceAll(/..(?=.)/g, '$& ')} 90 00  # ${childPid}`,
    ])
  })

  it('are in no slot in another workspace', async () => {
    await control('POST', '/workspaces', { name: 'beside' })
    expect((await sandbox.send('/w/beside/control/agent/readers')).json).toMatchObject([{ card: 'ordinary', vpcd: null }])
    await control('DELETE', '/workspaces/beside')
  })

  it('have the faults that they were given, without leaving', async () => {
    await seen(0, somsriPid)
    await control('PUT', '/agent/readers/reader-1/fault', { kind: 'status-word', at_apdu: 2, status_word: '6F00' })
    await wait(settledMs)
    expect(await readBy()).toBe('6F00')
    await control('DELETE', '/agent/readers/reader-1/fault')
    await seen(0, somsriPid)
  })

  it('pulled out by a fault are out of the reader of the workspace as well, and their correlationIds have ended', async () => {
    await seen(0, somsriPid)
    const { correlationId } = (await sandbox.send('/localhost:8189/api/smartcard/read')).json
    await control('PUT', '/agent/readers/reader-1/fault', { kind: 'pulled-out', at_apdu: 3 })
    await wait(settledMs)
    expect(await readBy()).toBeUndefined()
    await expect.poll(async () => (await readers())[0].card, { timeout: 5_000 }).toBeNull()
    const visit = { pid: somsriPid, claimType: 'PG0060001', mobile: '0800000001', correlationId }
    expect((await sandbox.send('/localhost:8189/api/nhso-service/confirm-save', { method: 'POST', body: visit })).status).toBe(400)
  })

  it('are there again by themselves after pcscd has died and come back', async () => {
    await seen(0, somsriPid)
    await stack.killDaemon()
    await expect.poll(async () => (await readers())[0].vpcd, { timeout: 5_000 }).toBe('waiting')
    await stack.startDaemon()
    await seen(0, somsriPid)
  })
})

const person = (pid: string) => ({ pid, thai_name: { title: 'นาย', first: 'ใหม่', last: 'สมมุติ' }, birth_date: '25400101', sex: 1 })

describe.skipIf(missingPcsc !== undefined)('The agent that reads through PC/SC (--pcsc)', () => {
  let stack: PcscStack
  let sandbox: TestSandbox
  let slot: VpcdSlot
  const [terminalName] = slotNames

  beforeAll(async () => {
    stack = await PcscStack.start()
    Object.assign(process.env, stack.environment)
    sandbox = await TestSandbox.start({ pcsc: true })
    slot = new VpcdSlot(stack.slot(0))
  })
  beforeEach(async () => {
    slot.insert(chipOf(ordinary))
    await isPresent(true)
  })
  afterEach(async () => {
    slot.remove()
    await isPresent(false)
  })
  afterAll(async () => {
    slot?.remove()
    await sandbox?.close()
    await stack?.close()
  })

  const agent = (path: string, request = {}) => sandbox.send(`/localhost:8189/api${path}`, request)
  const terminals = async () => (await agent('/smartcard/terminals')).json
  const isPresent = (is: boolean) =>
    expect
      .poll(
        async () => (await terminals()).find((terminal: { terminalName: string }) => terminal.terminalName === terminalName)?.isPresent,
        {
          timeout: 10_000,
          interval: 20,
        },
      )
      .toBe(is)
  const confirm = (correlationId: string) =>
    agent('/nhso-service/confirm-save', {
      method: 'POST',
      body: { pid: somsriPid, claimType: 'PG0060001', mobile: '0800000001', correlationId },
    })

  it('shows the true readers, and whether a card is in them', async () => {
    expect(await terminals()).toEqual([
      { terminalName, isPresent: true },
      { terminalName: slotNames[1], isPresent: false },
    ])
  })

  it('reads the card with its photo, and the right of its holder', async () => {
    const { json } = await agent('/smartcard/read?readImageFlag=true')
    expect(json).toMatchObject({ pid: somsriPid, mainInscl: expect.stringContaining('WEL'), image: drawnFace })
    expect((await confirm(json.correlationId)).json.claimCode).toMatch(/^PP\d{10}$/)
    expect((await agent('/smartcard/read-card-only')).json).toMatchObject({ pid: somsriPid, fname: 'สมศรี' })
  })

  it('lets the correlationId end when the card leaves', async () => {
    const { correlationId } = (await agent('/smartcard/read')).json
    slot.remove()
    await isPresent(false)
    expect((await confirm(correlationId)).status).toBe(400)
    expect((await agent('/smartcard/read')).json.message).toContain('ไม่พบบัตรในเครื่องอ่าน')
  })

  it('ends a read with an error where the card is pulled out, is mute or is no Thai ID card', async () => {
    const messages: string[] = []
    for (const card of [chipOf(ordinary, { kind: 'pulled-out', at_apdu: 6 }), chipOf(ordinary, { kind: 'mute' }), chipOf(other)]) {
      slot.remove()
      await isPresent(false)
      slot.insert(card)
      await isPresent(true)
      const { status, json } = await agent('/smartcard/read-card-only?readImageFlag=true')
      expect(status).toBe(500)
      messages.push(json.message)
    }
    expect(messages).toEqual([
      'บัตรถูกดึงออกระหว่างอ่าน กรุณาเสียบบัตรใหม่',
      'อ่านข้อมูลจากบัตรไม่ได้ กรุณาทำความสะอาดหรือเสียบบัตรใหม่',
      'บัตรนี้ไม่ใช่บัตรประจำตัวประชาชน',
    ])
  })

  it('has no reader (418) while pcscd is not there, and has them again when it is', async () => {
    await stack.killDaemon()
    await expect.poll(terminals, { timeout: 10_000 }).toEqual([])
    expect((await agent('/smartcard/read')).status).toBe(418)
    await stack.startDaemon()
    await isPresent(true)
    expect((await agent('/smartcard/read')).json.pid).toBe(somsriPid)
  })
})
