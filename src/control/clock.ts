import type { OperationFunctions } from '../gateway/upstream.ts'
import type { components, operations } from '../generated/sandbox-control.ts'
import type { Sandbox } from '../sandbox.ts'
import type { Clock, ClockState } from '../workspace/clock.ts'

type ClockActions = Pick<operations, 'getClock' | 'setClock' | 'advanceClock'>

export function clockActions(sandbox: Sandbox): OperationFunctions<ClockActions> {
  /** Sets the clock and lets begin what a new day brings. */
  const set = async (name: string, state: ClockState) => {
    const workspace = (await sandbox.workspace(name))!
    await workspace.write((db) => workspace.saveSetting(db, 'clock', state))
    await workspace.wake()
    return shown(workspace.clock)
  }

  return {
    async getClock(_input, { clock }) {
      return shown(clock)
    },

    async setClock({ body }, { clock, workspace }) {
      const at = body.now === undefined ? undefined : Date.parse(body.now)
      if (body.mode === 'frozen') return set(workspace, { mode: 'frozen', at: at ?? clock.now() })
      return set(workspace, { mode: 'running', offset: at === undefined ? 0 : at - realNow(clock) })
    },

    async advanceClock({ body }, { clock, workspace }) {
      const { days = 0, hours = 0, minutes = 0, seconds = 0 } = body
      const by = (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000
      const { state } = clock
      return set(
        workspace,
        state.mode === 'frozen' ? { mode: 'frozen', at: state.at + by } : { mode: 'running', offset: state.offset + by },
      )
    },
  }
}

const realNow = (clock: Clock) => (clock.state.mode === 'running' ? clock.now() - clock.state.offset : Date.now())

function shown(clock: Clock): components['schemas']['Clock'] {
  return { mode: clock.state.mode, now: clock.iso(), local: clock.local(), today: clock.today() }
}
