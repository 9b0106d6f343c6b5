import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ordinary } from '../fixtures/cards/people.ts'
import { demoReader } from '../fixtures/worlds/demo/nhso-agent.ts'
import { openSandbox } from '../src/doors/start.ts'
import type { Sandbox } from '../src/engine/sandbox.ts'
import type { Workspace } from '../src/engine/workspace/workspace.ts'
import { worldOf } from '../src/engine/workspace/world-of.ts'
import type { CardFault } from './card/faults.ts'
import type { CardSource } from './card-source.ts'
import { memorySource } from './memory-source.ts'
import { changeReader, plugIn, setFault } from './readers.ts'

const terminal = 'Sandbox Card Reader 0'

/** What the agent relies on, whichever kind of reader it is given. */
describe('A source of cards', () => {
  let sandbox: Sandbox
  let workspace: Workspace
  let source: CardSource
  const reader = (change: Parameters<typeof changeReader>[2]) => changeReader(workspace.db, demoReader, change, workspace.clock.now())

  const fault = (wrong: CardFault) => setFault(workspace.db, demoReader, wrong)

  beforeAll(async () => {
    sandbox = await openSandbox()
  })
  beforeEach(async () => {
    workspace = (await sandbox.workspace('default'))!
    await workspace.reset('demo')
    source = memorySource(worldOf(workspace))
  })
  afterAll(() => sandbox.close())

  it('lists the readers that are plugged in, in order, and whether a card is in them', async () => {
    expect(await source.terminals()).toEqual([{ name: terminal, present: true }])
    await plugIn(workspace.db, 'desk-2', null)
    expect(await source.terminals()).toEqual([
      { name: terminal, present: true },
      { name: 'Sandbox Card Reader 1', present: false },
    ])
    await reader({ connected: 0 })
    expect(await source.terminals()).toEqual([{ name: 'Sandbox Card Reader 1', present: false }])
  })

  it('gives all that is on the card, and the photo where it is asked for', async () => {
    const { photo, ...text } = ordinary.data
    expect(await source.readCard(terminal, { image: false })).toEqual({ card: text })
    expect(await source.readCard(terminal, { image: true })).toEqual({ card: { ...text, photo } })
  })

  it('tells why it could not be read', async () => {
    const problem = async (name = terminal) => source.readCard(name, { image: false })
    expect(await problem('Another Reader')).toEqual({ problem: { kind: 'no-reader' } })
    await fault({ kind: 'mute' })
    expect(await problem()).toEqual({ problem: { kind: 'mute' } })
    await fault({ kind: 'pulled-out', at_apdu: 5 })
    expect(await problem()).toEqual({ problem: { kind: 'pulled-out', pid: ordinary.data.pid } })
    expect(await problem()).toEqual({ problem: { kind: 'no-card' } })
    await reader({ connected: 0 })
    expect(await problem()).toEqual({ problem: { kind: 'no-reader' } })
  })

  it('tells what was wrong with what the card said', async () => {
    const problem = async (wrong: CardFault, image = false) => {
      await fault(wrong)
      return ((await source.readCard(terminal, { image })) as { problem: unknown }).problem
    }
    expect(await problem({ kind: 'status-word', at_apdu: 2, status_word: '6F00' })).toEqual({
      kind: 'unreadable',
      detail: 'The citizen id: the card answered 6F00',
    })
    expect(await problem({ kind: 'garbage', at_apdu: 3 })).toMatchObject({ kind: 'unreadable' })
    expect(await problem({ kind: 'photo-cut-short', photo_bytes: 1000 }, true)).toEqual({
      kind: 'unreadable',
      detail: 'The photo is cut short: the end of the JPEG is missing',
    })
    expect(await problem({ kind: 'in-use' })).toEqual({ kind: 'in-use' })
    await reader({ card: 'not-thai' })
    expect(await problem({ kind: 'slow', apdu_ms: 1 })).toEqual({ kind: 'other-card', detail: 'no citizen applet; ATR 3B6500002063CB6800' })
  })

  it.each([
    ['the card is pulled out', { card: null }, { kind: 'pulled-out', pid: ordinary.data.pid }],
    ['another card is put in', { card: 'child' }, { kind: 'pulled-out', pid: ordinary.data.pid }],
    ['the card is pulled out and put in again', {}, { kind: 'pulled-out', pid: ordinary.data.pid }],
    ['the reader is unplugged', { connected: 0 }, { kind: 'no-reader' }],
  ])('notices where %s while it is slow', async (_what, change, problem) => {
    await fault({ kind: 'slow', apdu_ms: 20 })
    const reading = source.readCard(terminal, { image: true })
    await wait(100)
    await reader(change)
    expect(await reading).toEqual({ problem })
  })
})
