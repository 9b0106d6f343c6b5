import type { components, operations, Rule } from '../../generated/sandbox-control.ts'
import { Clock, type ClockState, realNow } from '../../upstream/clock.ts'
import { refusals } from '../../upstream/refusal.ts'
import type { OperationFunctions } from '../../upstream/upstream.ts'
import type { Controlled } from './controlled.ts'

const refuse = refusals<Rule>()

type ClockActions = Pick<operations, 'getClock' | 'setClock' | 'advanceClock'>

export function clockActions(sandbox: Controlled): OperationFunctions<ClockActions> {
  /** Sets the clock and lets begin what a new day brings. */
  const set = async (name: string, next: (state: ClockState) => ClockState) => {
    const workspace = (await sandbox.workspace(name))!
    await workspace.write(async (db) => {
      const state = next(await workspace.readSetting(db, 'clock'))
      refuseOutOfRange(new Clock(state).now(), '/body')
      await workspace.saveSetting(db, 'clock', state)
    })
    await workspace.wake()
    return shown(workspace.clock)
  }

  return {
    async getClock(_input, { clock }) {
      return shown(clock)
    },

    async setClock({ body }, { clock, workspace }) {
      const at = body.now === undefined ? undefined : Date.parse(body.now)
      if (body.mode === 'frozen') return set(workspace, () => ({ mode: 'frozen', at: at ?? clock.now() }))
      return set(workspace, () => ({ mode: 'running', offset: at === undefined ? 0 : at - realNow() }))
    },

    async advanceClock({ body }, { workspace }) {
      const { days = 0, hours = 0, minutes = 0, seconds = 0 } = body
      const by = (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000
      return set(workspace, (state) =>
        state.mode === 'frozen' ? { mode: 'frozen', at: state.at + by } : { mode: 'running', offset: state.offset + by },
      )
    },
  }
}

const firstInstant = Date.parse('1970-01-01T00:00:00Z')
const lastInstant = Date.parse('2299-12-31T23:59:59Z')

/** A world lies in years that every date in it can be written in, and that nobody takes for Buddhist ones. */
export function refuseOutOfRange(at: number, pointer: string): void {
  if (at < firstInstant || at > lastInstant) throw refuse('clock-out-of-range', { pointer, seen: at })
}

function shown(clock: Clock): components['schemas']['Clock'] {
  return { mode: clock.state.mode, now: clock.iso(), local: clock.local(), today: clock.today() }
}
