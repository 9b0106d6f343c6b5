import type { Answer } from '../../fixtures/harness/sandbox.ts'
import type { operations as AuthenActions } from '../../src/generated/control/nhso-authen.ts'
import type { operations } from '../../src/generated/nhso-authen.ts'
import {
  authenRequest,
  child,
  closedVisit,
  deceased,
  ermVisit,
  foreigner,
  helper,
  hosts,
  jpeg,
  NhsoHis,
  newAuthenVisit,
  prachaUcs,
} from './nhso-calls.ts'
import type { Provocation, Provocations } from './provocation.ts'
import { dayAfter, stranger, type TestWorld, today } from './world.ts'

type Call = { path: string; body?: object }

/** A good call of each operation, changed in its query or body. */
const calls: Record<keyof operations, (change?: Record<string, unknown>) => Call> = {
  requestAuthenCode: (change) => ({ path: `${hosts.test.endpoint}/AuthenCode`, body: { ...authenRequest, ...change } }),
  closeVisit: (change) => ({ path: `${hosts.test.endpoint}/nhso-claim-detail`, body: { ...closedVisit, ...change } }),
  getRealPerson: ({ pid = prachaUcs } = {}) => ({ path: `${hosts.test.endpoint}/RealPerson?SOURCE_ID=99999&PID=${pid}` }),
  checkAuthenStatus: ({ pid = prachaUcs } = {}) => ({
    path: `${hosts.test.status}/check-authen-status?personalId=${pid}&serviceDate=${today}`,
  }),
}

function send(world: TestWorld, { path, body }: Call, headers: Record<string, string>): Promise<Answer> {
  return world.send(path, { headers, ...(body && { method: 'POST', body }) })
}

const call =
  (id: keyof operations, change?: Record<string, unknown>): Provocation =>
  async (world) =>
    send(world, calls[id](change), { authorization: `Bearer ${(await NhsoHis.of(world)).token}` })

const after =
  (...steps: [...Provocation[], Provocation]): Provocation =>
  async (world) => {
    for (const step of steps.slice(0, -1)) await step(world)
    return steps.at(-1)!(world)
  }

const ninetyDays: Provocation = (world) => world.control('PATCH', '/switches', { 'nhso-authen': { ninety_day_rule: true } })

/** What concerns the token and the person, the same for every operation. */
const always = (id: keyof operations): Record<string, Provocation> => ({
  'token-missing': (world) => send(world, calls[id](), {}),
  'token-invalid': (world) => send(world, calls[id](), { authorization: 'Bearer 00000000-0000-4000-8000-000000000000' }),
  'token-of-another-zone': async (world) =>
    send(world, calls[id](), { authorization: `Bearer ${(await NhsoHis.of(world, 'production')).token}` }),
  'pid-check-digit': call(id, { pid: '1999900000014' }),
  'unknown-pid': call(id, { pid: stranger() }),
})
const served = (id: keyof operations): Record<string, Provocation> => ({
  ...always(id),
  deceased: call(id, { pid: deceased }),
  'not-thai': call(id, { pid: foreigner }),
})
const posted = (id: 'requestAuthenCode' | 'closeVisit'): Record<string, Provocation> => ({
  ...served(id),
  'unknown-hcode': call(id, { hcode: '99998' }),
  'hcode-not-of-token': call(id, { hcode: '00000' }),
  'json-content-type': async (world) => {
    const { path, body } = calls[id]()
    const headers = { authorization: `Bearer ${(await NhsoHis.of(world)).token}`, 'content-type': 'text/plain' }
    return world.send(path, { method: 'POST', raw: JSON.stringify(body), headers })
  },
})

export const authenProvocations: Provocations<keyof operations> = {
  requestAuthenCode: {
    ...posted('requestAuthenCode'),
    'pid-missing': call('requestAuthenCode', { pid: '' }),
    'phone-not-digits': call('requestAuthenCode', { phone: ['080-0000001'] }),
    'service-code-missing': call('requestAuthenCode', { serviceCode: undefined }),
    'claim-type-not-offered': call('requestAuthenCode', { serviceCode: 'PG0000000' }),
    'same-service-today': after(call('requestAuthenCode'), call('requestAuthenCode')),
    'ninety-days': after(ninetyDays, call('requestAuthenCode'), call('requestAuthenCode', { serviceCode: 'PG0130001' })),
  },
  getRealPerson: served('getRealPerson'),
  closeVisit: {
    ...posted('closeVisit'),
    'claim-type-not-offered': call('closeVisit', { claimServiceCode: 'PG0000000' }),
    'transaction-repeated': after(call('closeVisit'), call('closeVisit')),
    'amounts-do-not-add-up': call('closeVisit', { totalAmount: 1 }),
    'right-differs': call('closeVisit', { mainInsclCode: 'OFC' }),
  },
  checkAuthenStatus: always('checkAuthenStatus'),
}

const act =
  (method: string, path: string, body?: unknown): Provocation =>
  (world) =>
    world.control(method, `/nhso/test${path}`, body)

/** The card of ประชา, whose visits these are. */
const withCard = (then: Provocation) =>
  after((world) => world.control('POST', '/agent/readers/reader-1/swap', { card: 'long-address' }), then)

const person = { first_name: 'ก', last_name: 'ข', birth_date: '1990-02-28', sex: 1, main_right: 'UCS', sub_right: '89' }
const desk = '/new-authen/99999/visits'
const unknown = (path: (pid: string) => string): Record<string, Provocation> => ({
  'unknown-pid': act('GET', path(stranger())),
  'pid-check-digit': act('GET', path('1999900000014')),
})

/** What each of the four channels refuses alike. */
function channel(path: (hcode: string) => string, visit: { service: string }, wrongProof: string): Record<string, Provocation> {
  const save = (change?: object, hcode = '99999') => act('POST', path(hcode), { ...visit, ...change })
  return {
    'unknown-pid': save({ pid: stranger() }),
    'pid-check-digit': save({ pid: '1999900000014' }),
    deceased: save({ pid: deceased }),
    'not-thai': save({ pid: foreigner }),
    'unknown-hcode': save({}, '99998'),
    'claim-type-not-offered': save({ service: 'PG0000000' }),
    'same-service-today': withCard(after(save(), save())),
    'ninety-days': withCard(after(ninetyDays, save(), save({ service: 'PG0130001' }))),
    'way-not-in-channel': save({ proof: wrongProof }),
  }
}

function onBehalf(path: string, visit: object): Record<string, Provocation> {
  const save = (change: object) => act('POST', path, { ...visit, pid: child, ...change })
  return {
    'helper-missing': save({ proof: 'helper-smart-card' }),
    'helper-is-patient': save({ proof: 'helper-smart-card', helper: { ...helper, pid: child } }),
    'document-missing': save({ proof: 'helper-document', helper }),
    'unknown-choice': save({ proof: 'helper-smart-card', helper: { ...helper, relation: 'เพื่อน' } }),
    'visit-not-today': save({ visit_date: dayAfter(1) }),
  }
}

/** The card of somebody else is in the reader, or none. */
const withoutCard = (look: Provocation): Record<string, Provocation> => ({
  'smart-card-unreachable': after((world) => world.control('POST', '/agent/readers/reader-1/remove'), look),
  'smart-card-of-another': look,
})

/** Does something with the draft that is saved first. */
const withDraft = (then: (id: number, world: TestWorld) => Promise<Answer>, ...between: Provocation[]): Provocation =>
  withCard(async (world) => {
    const { json } = await act('POST', desk, { ...newAuthenVisit, confirm: false })(world)
    for (const step of between) await step(world)
    return then(json.visit_id, world)
  })
const confirm = (id: number, world: TestWorld) => act('POST', `${desk}/${id}/confirm`)(world)
const edit = (change: object) => (id: number, world: TestWorld) => act('PATCH', `${desk}/${id}`, change)(world)
const died = act('POST', `/right-holders/${prachaUcs}/decease`)
const becomes = (change: object) => act('PUT', `/right-holders/${prachaUcs}`, { ...person, ...change })

const kioskVisit = { pid: prachaUcs, mobile: '0800000001', service: 'PG0060001' }
const photo = { ...newAuthenVisit, proof: 'photo-with-id-card' }

/** Only the actions that refuse anything. */
export const authenControlProvocations: Partial<Provocations<keyof AuthenActions>> = {
  getRightHolder: { 'unknown-pid': act('GET', `/right-holders/${stranger()}`) },
  putRightHolder: {
    'pid-check-digit': act('PUT', '/right-holders/1999900000014', person),
    'unknown-right': becomes({ main_right: 'XXX' }),
  },
  declareDeceased: { 'unknown-pid': act('POST', `/right-holders/${stranger()}/decease`) },
  registerNhsoFacility: { 'no-such-facility': act('PUT', '/facilities/99995') },
  getFacilityToken: { 'unknown-hcode': act('GET', '/tokens/99998'), 'no-token': act('GET', '/tokens/99990') },
  issueFacilityToken: { 'unknown-hcode': act('POST', '/tokens/99998') },
  revokeFacilityToken: { 'unknown-hcode': act('DELETE', '/tokens/99998') },
  checkRightByPid: unknown((pid) => `/rights/by-pid/${pid}`),
  checkRightBySmartCard: {
    ...unknown((pid) => `/rights/by-smart-card/${pid}`),
    ...withoutCard(act('GET', `/rights/by-smart-card/${prachaUcs}`)),
  },
  listRegistrations: unknown((pid) => `/registrations/${pid}`),
  listAuthenHistory: unknown((pid) => `/history/${pid}`),
  saveInNewAuthen: {
    ...channel((hcode) => `/new-authen/${hcode}/visits`, newAuthenVisit, 'scan-qr'),
    ...onBehalf(desk, newAuthenVisit),
    ...withoutCard(act('POST', desk, newAuthenVisit)),
    'photo-missing': act('POST', desk, photo),
    'photo-not-jpeg': act('POST', desk, { ...photo, photo: jpeg.slice(4) }),
  },
  saveInErm: {
    ...channel((hcode) => `/erm/${hcode}/visits`, ermVisit, 'photo-with-id-card'),
    ...onBehalf('/erm/99999/visits', ermVisit),
    ...withoutCard(act('POST', '/erm/99999/visits', ermVisit)),
  },
  confirmAtKiosk: {
    ...channel((hcode) => `/kiosk/${hcode}/visits`, kioskVisit, 'scan-qr'),
    ...withoutCard(act('POST', '/kiosk/99999/visits', kioskVisit)),
  },
  confirmInLine: channel((hcode) => `/line/${hcode}/visits`, kioskVisit, 'smart-card'),
  confirmDraft: {
    'unknown-visit': act('POST', `${desk}/9999/confirm`),
    'not-a-draft': withDraft(async (id, world) => {
      await confirm(id, world)
      return confirm(id, world)
    }),
    'visit-not-today': withDraft(confirm, (world) => world.advance({ days: 1 })),
    deceased: withDraft(confirm, died),
    'not-thai': withDraft(confirm, becomes({ nation: '998' })),
    'claim-type-not-offered': withDraft(async (id, world) => {
      await edit({ service: 'PG0150001' })(id, world)
      await becomes({ main_right: 'SSS', sub_right: 'S1' })(world)
      return confirm(id, world)
    }),
    'same-service-today': withDraft(confirm, act('POST', desk, newAuthenVisit)),
    'ninety-days': withDraft(confirm, act('POST', desk, { ...newAuthenVisit, service: 'PG0130001' }), ninetyDays),
  },
  editVisit: {
    'unknown-visit': act('PATCH', `${desk}/9999`, {}),
    'not-a-draft': withDraft(async (id, world) => {
      await confirm(id, world)
      return edit({ service: 'PG0130001' })(id, world)
    }),
    deceased: withDraft(edit({ service: 'PG0130001' }), died),
    'not-thai': withDraft(edit({ service: 'PG0130001' }), becomes({ nation: '998' })),
    'claim-type-not-offered': withDraft(edit({ service: 'PG0000000' })),
    'unknown-choice': withDraft(edit({ visit_type: 'อื่น' })),
  },
  deleteConfirmedVisit: {
    'unknown-visit': act('DELETE', `${desk}/9999`),
    'not-confirmed': withDraft((id, world) => act('DELETE', `${desk}/${id}`)(world)),
  },
}
