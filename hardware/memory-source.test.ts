import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ordinary } from '../fixtures/cards/people.ts'
import { demoReader } from '../fixtures/worlds/demo/nhso-agent.ts'
import type { Sandbox } from '../src/sandbox.ts'
import { openSandbox } from '../src/start.ts'
import type { Workspace } from '../src/workspace/workspace.ts'
import { worldOf } from '../src/workspace/world.ts'
import type { CardSource } from './card-source.ts'
import { memorySource } from './memory-source.ts'
import { changeReader, plugIn } from './readers.ts'

const terminal = 'Sandbox Card Reader 0'

/** What the agent relies on, whichever kind of reader it is given. */
describe('A source of cards', () => {
  let sandbox: Sandbox
  let workspace: Workspace
  let source: CardSource
  const reader = (change: Parameters<typeof changeReader>[2]) => changeReader(workspace.db, demoReader, change)

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
    await plugIn(workspace.db, 'desk-2')
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
    await reader({ fault: 'mute' })
    expect(await problem()).toEqual({ problem: { kind: 'mute' } })
    await reader({ fault: 'pulled-out' })
    expect(await problem()).toEqual({ problem: { kind: 'pulled-out', pid: ordinary.data.pid } })
    expect(await problem()).toEqual({ problem: { kind: 'no-card' } })
    await reader({ connected: 0 })
    expect(await problem()).toEqual({ problem: { kind: 'no-reader' } })
  })

  it.each([
    ['the card is pulled out', { card: null }, { kind: 'pulled-out', pid: ordinary.data.pid }],
    ['another card is put in', { card: 'child' }, { kind: 'pulled-out', pid: ordinary.data.pid }],
    ['the reader is unplugged', { connected: 0 }, { kind: 'no-reader' }],
  ])('notices where %s while it is slow', async (_what, change, problem) => {
    await reader({ fault: 'slow', slow_ms: 300 })
    const reading = source.readCard(terminal, { image: true })
    await wait(100)
    await reader(change)
    expect(await reading).toEqual({ problem })
  })
})
