import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { TestSandbox } from '../../fixtures/harness/sandbox.ts'
import { citizenIdBy } from '../../hardware/testing/citizen-id.ts'
import { missingPcsc, PcscStack, slotNames } from '../../hardware/testing/pcsc-stack.ts'
import type { Devices } from '../../src/workspace/world.ts'
import { somchaiPid, somsriPid } from '../testing/agent-calls.ts'
import { linkWithVpcd } from './devices.ts'

const childPid = '1999900003047'

if (!missingPcsc)
  describe('The cards in the readers of a workspace, linked with vpcd', () => {
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

    it('are in no slot in another workspace', async () => {
      await control('POST', '/workspaces', { name: 'beside' })
      expect((await sandbox.send('/w/beside/control/agent/readers')).json).toMatchObject([{ card: 'ordinary', vpcd: null }])
      await control('DELETE', '/workspaces/beside')
    })

    it('have the faults that they were given, without leaving', async () => {
      await seen(0, somsriPid)
      await control('PUT', '/agent/readers/reader-1/fault', { kind: 'status-word', at_apdu: 2, status_word: '6F00' })
      await expect.poll(() => readBy(), { timeout: 5_000 }).toBe('6F00')
      await control('DELETE', '/agent/readers/reader-1/fault')
      await seen(0, somsriPid)
    })

    it('pulled out by a fault are out of the reader of the workspace as well, and their correlationIds have ended', async () => {
      await seen(0, somsriPid)
      const { correlationId } = (await sandbox.send('/localhost:8189/api/smartcard/read')).json
      await control('PUT', '/agent/readers/reader-1/fault', { kind: 'pulled-out', at_apdu: 3 })
      await wait(300)
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
