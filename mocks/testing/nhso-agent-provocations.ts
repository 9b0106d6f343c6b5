import type { operations as AgentActions } from '../../src/generated/control/nhso-agent.ts'
import type { operations } from '../../src/generated/nhso-agent.ts'
import { AgentHis, agent, somsriPid } from './agent-calls.ts'
import { deceased, foreigner } from './nhso-calls.ts'
import type { Provocation, Provocations } from './provocation.ts'
import { stranger, type TestWorld } from './world.ts'

type Step = (his: AgentHis, world: TestWorld) => Promise<unknown>
type Last = (his: AgentHis, world: TestWorld) => ReturnType<Provocation>

/** What happens at the agent, one thing after the other. */
const at =
  (...steps: [...Step[], Last]): Provocation =>
  async (world) => {
    const his = new AgentHis(world)
    for (const step of steps.slice(0, -1)) await step(his, world)
    return (steps.at(-1) as Last)(his, world)
  }

const install =
  (change: object): Step =>
  (his) =>
    his.install(change)
const card =
  (name: string): Step =>
  (his) =>
    his.exchange(name)

/** What lies between the agent and NHSO, the same for every operation. */
const withNhso = (call: Last): Record<string, Provocation> => ({
  'nhso-unreachable': at(install({ nhso_reachable: false }), call),
  'agent-token-invalid': at(install({ token: '00000000-0000-4000-8000-000000000000' }), call),
  'unknown-hcode': at(install({ hcode: '99998' }), call),
})

const readers = (call: Last): Record<string, Provocation> => ({
  'no-reader': at((his) => his.unplug(), call),
  'no-card': at((his) => his.remove(), call),
  'card-mute': at((his) => his.fault('mute'), call),
  'card-pulled-out': at((his) => his.fault('pulled-out'), call),
  'card-not-thai': at(card('not-thai'), call),
  'card-unreadable': at((his) => his.fault('status-word', { at_apdu: 2 }), call),
  'card-in-use': at((his) => his.fault('in-use'), call),
})

const read: Last = (his) => his.read()
const probe =
  (pid: string): Last =>
  (his) =>
    his.get(`/smartcard/probe/${pid}`)

const wrongDigit = '1999900000014'
const nobody = '00000000-0000-4000-8000-000000000000'

/** What NHSO refuses of a draft and of a confirmed visit alike. */
function visits(save: (change?: Record<string, unknown>) => Last): Record<string, Provocation> {
  return {
    ...withNhso(save({ correlationId: nobody })),
    'pid-check-digit': at(save({ pid: wrongDigit })),
    'unknown-pid': at(save({ pid: stranger() })),
    deceased: at(save({ pid: deceased })),
    'not-thai': at(save({ pid: foreigner })),
    'claim-type-not-offered': at(save({ claimType: 'PG0000000' })),
    'correlation-unknown': at(save({ correlationId: nobody })),
    'correlation-used': async (world) => {
      const his = new AgentHis(world)
      const { correlationId } = (await his.confirm()).json
      return save({ correlationId, claimType: 'PG0130001' })(his, world)
    },
    'correlation-of-another-pid': async (world) => {
      const his = new AgentHis(world)
      const { correlationId } = (await his.read()).json
      return save({ correlationId, pid: '1999900000021' })(his, world)
    },
    'correlation-expired': async (world) => {
      const his = new AgentHis(world)
      const { correlationId } = (await his.read()).json
      await his.remove()
      return save({ correlationId })(his, world)
    },
    'hcode-not-own': at(save({ hcode: '00000' })),
    'mobile-placeholder': at(save({ mobile: '0000000000' })),
  }
}

const asText = (action: string): Provocation =>
  at(async (his, world) =>
    world.send(`${agent}/nhso-service/${action}`, {
      method: 'POST',
      raw: JSON.stringify(await his.visit()),
      headers: { 'content-type': 'text/plain' },
    }),
  )

const draft =
  (change?: Record<string, unknown>): Last =>
  (his) =>
    his.draft(change)
const confirm =
  (change?: Record<string, unknown>): Last =>
  (his) =>
    his.confirm(change)

export const agentProvocations: Provocations<keyof operations> = {
  listTerminals: {},
  readCard: {
    ...readers(read),
    ...withNhso(read),
    'pid-check-digit': at(card('wrong-check-digit'), read),
    'unknown-pid': at(card('unknown'), read),
    deceased: at(card('deceased'), read),
    'not-thai': at(card('foreigner'), read),
  },
  readCardOnly: readers((his) => his.readCardOnly()),
  probeRight: {
    ...withNhso(probe(somsriPid)),
    'probe-in-production': at(install({ zone: 'production' }), probe(somsriPid)),
    'pid-check-digit': at(probe(wrongDigit)),
    'unknown-pid': at(probe(stranger())),
    deceased: at(probe(deceased)),
    'not-thai': at(probe(foreigner)),
  },
  saveAsDraft: { ...visits(draft), 'json-content-type': asText('save-as-draft') },
  confirmSave: {
    ...visits(confirm),
    'json-content-type': asText('confirm-save'),
    'same-service-today': at(confirm(), confirm()),
    'ninety-days': at(
      (_his, world) => world.control('PATCH', '/switches', { 'nhso-authen': { ninety_day_rule: true } }),
      confirm(),
      confirm({ claimType: 'PG0130001' }),
    ),
  },
  getLatestAuthenCode: withNhso((his) => his.latest()),
  listLatestAuthenCodes: withNhso((his) => his.latestFive()),
  getPreference: {},
  getPreferenceByDoubledPath: { 'doubled-api': at((his) => his.get('/api/preference')) },
}

const act =
  (method: string, path: string, body?: unknown): Provocation =>
  (world) =>
    world.control(method, `/agent${path}`, body)
const after =
  (first: Provocation, then: Provocation): Provocation =>
  async (world) => {
    await first(world)
    return then(world)
  }

const person = { pid: stranger(), thai_name: { title: 'นาย', first: 'ก', last: 'ข' }, birth_date: '25400101', sex: 1 }

/** Only the actions that refuse anything. */
export const agentControlProvocations: Partial<Provocations<keyof AgentActions>> = {
  disconnectReader: { 'unknown-reader': act('POST', '/readers/none/disconnect') },
  insertCard: {
    'unknown-reader': act('POST', '/readers/none/insert', { card: 'ordinary' }),
    'unknown-card': act('POST', '/readers/reader-1/insert', { card: 'none' }),
    'reader-holds-a-card': act('POST', '/readers/reader-1/insert', { card: 'child' }),
    'card-in-another-reader': after(act('POST', '/readers/two/connect'), act('POST', '/readers/two/insert', { card: 'ordinary' })),
  },
  swapCard: {
    'unknown-reader': act('POST', '/readers/none/swap', { card: 'ordinary' }),
    'unknown-card': act('POST', '/readers/reader-1/swap', { card: 'none' }),
    'card-in-another-reader': after(act('POST', '/readers/two/connect'), act('POST', '/readers/two/swap', { card: 'ordinary' })),
  },
  removeCard: {
    'unknown-reader': act('POST', '/readers/none/remove'),
    'reader-is-empty': after(act('POST', '/readers/reader-1/remove'), act('POST', '/readers/reader-1/remove')),
  },
  setReaderFault: { 'unknown-reader': act('PUT', '/readers/none/fault', { kind: 'mute' }) },
  clearReaderFault: { 'unknown-reader': act('DELETE', '/readers/none/fault') },
  getReaderTrace: { 'unknown-reader': act('GET', '/readers/none/trace'), 'reader-without-trace': act('GET', '/readers/reader-1/trace') },
  getCard: { 'unknown-card': act('GET', '/cards/none') },
  putCard: { 'card-cannot-hold': act('PUT', '/cards/own', { ...person, photo: 'AAAA' }) },
  setAgentPreference: { 'unknown-reader': act('PATCH', '/preference', { default_reader: 'none' }) },
}
