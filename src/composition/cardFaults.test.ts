import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { TestSandbox } from '../../fixtures/harness/sandbox.ts'
import { missingPyscard, ScardProgram } from '../../hardware/foreign-readers/scard.ts'
import { missingPcsc, PcscStack, slotNames } from '../../hardware/testing/pcsc-stack.ts'
import { somsriPid } from '../../mocks/testing/agent-calls.ts'
import type { Devices } from '../upstream/world.ts'
import { linkWithVpcd } from './devices.ts'

const select = '00a4040008a000000054480001'
const readPid = '80b0000402000d'
const getPid = '00c000000d'
const pid = `${Buffer.from(somsriPid).toString('hex')}9000`
/** SCARD_E_NOT_TRANSACTED, which is all that pcscd says of a driver's error. */
const notTransacted = '0x80100016'
/** The link looks every 100 ms; on a busy machine later. */
const lookedMs = 400

const absent = missingPcsc ?? missingPyscard()

describe.skipIf(absent !== undefined)(
  'A fault at a reader, as a program of others sees it through pcscd (pyscard)',
  { timeout: 60_000 },
  () => {
    let stack: PcscStack
    let sandbox: TestSandbox
    let link: { close(): Promise<void> }
    let program: ScardProgram

    beforeAll(async () => {
      stack = await PcscStack.start()
      const devices: Devices = {}
      sandbox = await TestSandbox.start({ devices })
      link = await linkWithVpcd(devices, (await sandbox.running.sandbox.workspace('default'))!, (slot) => stack.slot(slot))
    })
    beforeEach(async () => {
      program = new ScardProgram(stack, slotNames[0])
      await control('POST', '/reset', { world: 'demo' })
      // The card of an earlier test may be on its way out.
      await wait(lookedMs)
      await isPresent(true)
      await connected()
    })
    afterEach(async () => {
      await program.close()
      // A card that was left by its fault comes in anew.
      await control('POST', '/agent/readers/reader-1/swap', { card: 'child' })
    })
    afterAll(async () => {
      await link?.close()
      await sandbox?.close()
      await stack?.close()
    })

    const control = (method: string, path: string, body?: object) => sandbox.control(method, path, body)
    const reader = async () => (await control('GET', '/agent/readers')).json[0]
    const put = async (kind: string, more: object = {}) => {
      expect((await control('PUT', '/agent/readers/reader-1/fault', { kind, ...more })).status).toBe(200)
      await wait(lookedMs)
    }
    const lift = async () => {
      await control('DELETE', '/agent/readers/reader-1/fault')
      await wait(lookedMs)
    }
    const isPresent = (is: boolean) => expect.poll(() => program.present(), { timeout: 10_000, interval: 20 }).toBe(is)
    const connected = () => expect.poll(() => program.connect(), { timeout: 10_000, interval: 20 }).toBe('ok')
    const readWhole = () => program.transmit(select, readPid, getPid)

    it.each([
      [1, [select, readPid, getPid], ['6f00', '6d00', '6985']],
      [2, [select, readPid, getPid], ['610a', '6f00', '6985']],
      [3, [select, readPid, getPid, getPid], ['610a', '610d', '6f00', '6985']],
    ])('a command refused at %i is not carried out, and leaves nothing waiting', async (at_apdu, commands, answers) => {
      await put('status-word', { at_apdu })
      expect(await program.reconnect()).toBe('ok')
      expect(await program.transmit(...commands)).toEqual(answers)
    })

    it.each([1, 2, 3, 4])('a card pulled out at command %i is an error there, never a success of no bytes', async (at_apdu) => {
      await put('pulled-out', { at_apdu })
      expect(await program.reconnect()).toBe('ok')
      const answers = await program.transmit(...[select, readPid, getPid, select].slice(0, at_apdu))
      expect(answers).toEqual([...['610a', '610d', pid].slice(0, at_apdu - 1), notTransacted])
      await isPresent(false)
      await expect.poll(async () => (await reader()).card, { timeout: 5_000 }).toBeNull()
      await control('POST', '/agent/readers/reader-1/insert', { card: 'ordinary' })
      await isPresent(true)
      await connected()
      expect(await readWhole(), 'the fault went with the card').toEqual(['610a', '610d', pid])
    })

    it('a card that a hand pulls out while it thinks is an error too', async () => {
      await put('slow', { apdu_ms: 1500 })
      const answers = program.transmit(select)
      await wait(300)
      await control('POST', '/agent/readers/reader-1/remove')
      expect(await answers).toEqual([notTransacted])
    })

    it('mute takes hold of a connection that is open, and lets go of the card when it is lifted', async () => {
      expect(await readWhole()).toEqual(['610a', '610d', pid])
      await put('mute')
      expect((await program.transmit(select))[0]).toMatch(/^0x801000/)
      await isPresent(true)
      expect(await program.connect()).toMatch(/^0x801000/)
      await lift()
      await connected()
      expect(await readWhole()).toEqual(['610a', '610d', pid])
    })

    it('mute is lifted by a reset of the workspace as well', async () => {
      await put('mute')
      await expect.poll(() => program.present(), { timeout: 10_000 }).toBe(true)
      await control('POST', '/reset', { world: 'demo' })
      await wait(lookedMs)
      await connected()
      expect(await readWhole()).toEqual(['610a', '610d', pid])
    })

    it.each([
      ['slow', { apdu_ms: 5 }],
      ['status-word', { at_apdu: 50 }],
      ['communication-error', { at_apdu: 50 }],
      ['garbage', { at_apdu: 50 }],
      ['pulled-out', { at_apdu: 50 }],
      ['settling', { settle_ms: 1 }],
      ['photo-cut-short', { photo_bytes: 100 }],
      ['in-use', {}],
    ])('%s, put on and lifted in an open session, leaves what was selected and what waits', async (kind, more) => {
      expect(await program.transmit(select, readPid)).toEqual(['610a', '610d'])
      await put(kind, more)
      expect(await program.transmit(getPid, readPid)).toEqual([pid, '610d'])
      await lift()
      expect(await program.transmit(getPid)).toEqual([pid])
    })

    it('photo-cut-short works in the session that is open, and the rest of the card stays', async () => {
      const readPhoto = ['80b001830200 02', '00c0000002'].map((command) => command.replaceAll(' ', ''))
      await program.transmit(select)
      const whole = (await program.transmit(...readPhoto))[1]
      await put('photo-cut-short', { photo_bytes: 4 })
      expect((await program.transmit(...readPhoto))[1]).toBe('20209000')
      await lift()
      expect((await program.transmit(...readPhoto))[1]).toBe(whole)
    })

    it('happens once for each insertion where it is told to: the first try fails, the next works', async () => {
      await put('status-word', { at_apdu: 2, times: 1 })
      const tries = async () => {
        const seen: (string | undefined)[] = []
        for (let attempt = 0; attempt < 3; attempt++) {
          expect(await program.reconnect()).toBe('ok')
          seen.push((await readWhole())[1])
        }
        return seen
      }
      expect(await tries()).toEqual(['6f00', '610d', '610d'])
      await expect.poll(async () => (await reader()).fault_struck, { timeout: 5_000 }).toBe(1)
      await control('POST', '/agent/readers/reader-1/remove')
      await isPresent(false)
      await control('POST', '/agent/readers/reader-1/insert', { card: 'ordinary' })
      await isPresent(true)
      await connected()
      expect(await tries(), 'the next insertion').toEqual(['6f00', '610d', '610d'])
    })

    it('without that, it meets whoever connects anew every time', async () => {
      await put('status-word', { at_apdu: 2 })
      for (let attempt = 0; attempt < 3; attempt++) {
        expect(await program.reconnect()).toBe('ok')
        expect((await readWhole())[1]).toBe('6f00')
      }
    })

    it('has struck for pcscd where it has struck the agent, for it is one card', async () => {
      await put('status-word', { at_apdu: 2, times: 1 })
      expect((await sandbox.send('/localhost:8189/api/smartcard/read-card-only')).status).toBe(500)
      await wait(lookedMs)
      expect(await program.reconnect()).toBe('ok')
      expect(await readWhole()).toEqual(['610a', '610d', pid])
      expect((await sandbox.send('/localhost:8189/api/smartcard/read-card-only')).status).toBe(200)
    })

    it('a communication error is not carried out; the card stays in, and goes on once pcscd has looked again', async () => {
      await put('communication-error', { at_apdu: 2, times: 1 })
      expect(await program.reconnect()).toBe('ok')
      expect(await program.transmit(select, readPid)).toEqual(['610a', notTransacted])
      expect(await program.present()).toBe(true)
      await wait(1_000)
      expect(await program.present()).toBe(true)
      expect(await program.transmit(getPid), 'nothing waits').toEqual(['6985'])
      expect(await program.transmit(readPid, getPid), 'still selected').toEqual(['610d', pid])
    })

    it('a card that has to settle is there at once and takes no command before', async () => {
      await put('settling', { settle_ms: 3_000 })
      await control('POST', '/agent/readers/reader-1/remove')
      await isPresent(false)
      await control('POST', '/agent/readers/reader-1/insert', { card: 'ordinary' })
      await isPresent(true)
      await connected()
      expect(await program.transmit(select)).toEqual([notTransacted])
      await wait(4_000)
      expect(await program.present()).toBe(true)
      await connected()
      expect(await readWhole()).toEqual(['610a', '610d', pid])
    })
  },
)
