import { drawnFace } from '../../fixtures/cards/photo.ts'
import type { Issuer } from '../../mocks/moph-account/accounts.ts'
import type { UpstreamName } from '../../src/doors/client/index.ts'
import type { ProviderSandbox } from './sandbox.ts'

interface Account {
  user: string
}
interface Place {
  hospital_code: string
}
interface Schedule extends Place {
  schedule_id: number
}
interface HeldBooking extends Schedule {
  hospital_appointment_slot_id: number
  cid: string
}

interface Person {
  cid: string
}

/** How the provider is brought into a state, by the words of the pact: through the control API, starting from a new world. */
type ProviderStates = Record<string, (sandbox: ProviderSandbox, parameters: never) => Promise<void>>

const accountStates = {
  'the account may log in': (sandbox, { user }: Account) =>
    changeAccount(sandbox, user, { activated: true, suspended: false, locked: false }),
  'tokens are sent as JSON strings': async ({ control }) => {
    await control.PATCH('/switches', { body: { 'moph-account': { token_form: 'quoted' } } })
  },
  'the account has another password': (sandbox, { user }: Account) => changeAccount(sandbox, user, { password: 'Password-2' }),
  'the account is locked': (sandbox, { user }: Account) => changeAccount(sandbox, user, { locked: true }),
  'the account is suspended': (sandbox, { user }: Account) => changeAccount(sandbox, user, { suspended: true }),
  'the account is not activated': (sandbox, { user }: Account) => changeAccount(sandbox, user, { activated: false }),
  'the account holds no role': (sandbox, { user }: Account) => changeAccount(sandbox, user, { roles: [], groups: [] }),
} satisfies ProviderStates

const appointmentStates = {
  'the token is valid': (sandbox, { user }: Account) => sandbox.logIn(user),
  'the token has expired': async (sandbox, { user }: Account) => {
    await sandbox.logIn(user)
    await sandbox.control.POST('/clock/advance', { body: { days: 2 } })
  },
  'the token lacks the role APPOINTMENT_API': async (sandbox, { user }: Account) => {
    await changeAccount(sandbox, user, { roles: [{ code: 'APPOINTMENT_DASHBOARD', level: 1 }], groups: [] })
    await sandbox.logIn(user)
  },
  'a hospital with departments and rooms': async ({ control }, { hospital_code }: Place) => {
    const { data: rooms } = await control.GET('/dashboard/{hospital_code}/rooms', { params: { path: { hospital_code } } })
    if (!rooms?.length) throw new Error(`Hospital ${hospital_code} has no rooms`)
  },
  'a schedule with free slots': (sandbox, { hospital_code, schedule_id }: Schedule) =>
    changeSchedule(sandbox, { hospital_code, schedule_id }, { slots: 100, online: true }),
  'a schedule without free slots': (sandbox, { hospital_code, schedule_id }: Schedule) =>
    changeSchedule(sandbox, { hospital_code, schedule_id }, { slots: 0 }),
  'a schedule that is not open online': (sandbox, { hospital_code, schedule_id }: Schedule) =>
    changeSchedule(sandbox, { hospital_code, schedule_id }, { online: false }),
  'a booking': async ({ control }, { schedule_id, cid, hospital_appointment_slot_id }: HeldBooking) => {
    const { data } = await control.POST('/patients/{cid}/appointments', { params: { path: { cid } }, body: { schedule_id } })
    if (data?.booking_id !== hospital_appointment_slot_id) throw new Error(`The booking got the number ${data?.booking_id}`)
  },
  'no such booking': async ({ control }, { hospital_code, hospital_appointment_slot_id }: Omit<HeldBooking, 'cid'>) => {
    const { data } = await control.GET('/dashboard/{hospital_code}/bookings', { params: { path: { hospital_code } } })
    if (data?.some(({ booking_id }) => booking_id === hospital_appointment_slot_id)) throw new Error('There is such a booking')
  },
  'nobody has the citizen id': async ({ control }, { cid }: { cid: string }) => {
    const { data } = await control.GET('/people')
    if (data?.some((person) => person.cid === cid)) throw new Error(`Somebody has ${cid}`)
  },
} satisfies ProviderStates

const claimStates = {
  'the token is valid': (sandbox, { user }: Account) => sandbox.logIn(user, 'fdh'),
  'the token has expired': async (sandbox, { user }: Account) => {
    await sandbox.logIn(user, 'fdh')
    await sandbox.control.POST('/clock/advance', { body: { days: 2 } })
  },
  'the token is of the other account centre': (sandbox, { user }: Account) => sandbox.logIn(user),
  'the token lacks the role MOPH_CLAIM_API': async (sandbox, { user }: Account) => {
    await changeAccount(sandbox, user, { roles: [{ code: 'MOPH_ACCOUNT_CENTER_ADMIN', level: 1 }], groups: [] }, 'fdh')
    await sandbox.logIn(user, 'fdh')
  },
  'no claim with the seq': async ({ control }, { hcode, seq }: { hcode: string; seq: string }) => {
    const { data } = await control.GET('/claims', { params: { query: { hcode, seq } } })
    if (data?.length !== 0) throw new Error(`There is a claim with the seq ${seq}`)
  },
  'a claim with the seq': async (sandbox, { path, body }: { path: string; body: object }) => {
    const reply = await fetch(`${sandbox.urlOf('moph-claim')}/api/v1/opd/service-admissions/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${sandbox.token}` },
      body: JSON.stringify(body),
    })
    if (!reply.ok) throw new Error(`The claim: ${reply.status} ${await reply.text()}`)
  },
  'a claim': async ({ control }, path: { transaction_uid: string }) => {
    await control.GET('/claims/{transaction_uid}', { params: { path } })
  },
  'no such claim': async ({ control }, { transaction_uid }: { transaction_uid: string }) => {
    const { data } = await control.GET('/claims')
    if (data?.some((claim) => claim.transaction_uid === transaction_uid)) throw new Error(`There is a claim ${transaction_uid}`)
  },
} satisfies ProviderStates

const connectStates = {
  'somebody has the MOPH Connect ID': async ({ control }, { user_id }: { user_id: string }) => {
    const { data } = await control.GET('/connect/users')
    if (!data?.some((user) => user.user_id === user_id && user.name !== null)) throw new Error(`Nobody has ${user_id}`)
  },
} satisfies ProviderStates

const messagingStates = {
  'the token is valid': (sandbox, { user }: Account) => sandbox.logIn(user),
  'the token has expired': async (sandbox, { user }: Account) => {
    await sandbox.logIn(user)
    await sandbox.control.POST('/clock/advance', { body: { days: 2 } })
  },
  'a person on the white list': (sandbox, { cid }: Person) => expectWhiteList(sandbox, cid, true),
  'a person not on the white list': (sandbox, { cid }: Person) => expectWhiteList(sandbox, cid, false),
  'no message with the code': async ({ control }, { hospital_code, message_ref_code }: Place & { message_ref_code: string }) => {
    const { data } = await control.GET('/messaging/{hospital_code}/news', { params: { path: { hospital_code } } })
    if (data?.some((message) => message.message_ref_code === message_ref_code)) throw new Error(`There is a message ${message_ref_code}`)
  },
  'a message with the code': (sandbox, message: object) => sendMessage(sandbox, message),
  'the facility has sent five messages within the hour': async (sandbox, message: object) => {
    await sandbox.control.PATCH('/switches', { body: { 'moph-messaging': { rate_rule: true } } })
    for (let sent = 0; sent < 5; sent++) {
      await sendMessage(sandbox, message)
      // Apart from the calls of other interactions, which begin at the same instant.
      await sandbox.control.POST('/clock/advance', { body: { minutes: 1 } })
    }
  },
} satisfies ProviderStates

interface Served {
  pid: string
  hcode: string
  service: string
}
type RightHolder = Pick<Served, 'pid'>
type Facility = Pick<Served, 'hcode'>

/** In NHSO's test zone. */
const zone = 'test'

const nhsoAuthenStates = {
  'the token of the facility is valid': async (sandbox, { hcode }: Facility) => {
    const { data } = await sandbox.control.GET('/nhso/{zone}/tokens/{hcode}', { params: { path: { zone, hcode } } })
    sandbox.token = data!.token
  },
  'the token of the facility was revoked': async (sandbox, path: Facility) => {
    const { data } = await sandbox.control.GET('/nhso/{zone}/tokens/{hcode}', { params: { path: { zone, ...path } } })
    sandbox.token = data!.token
    await sandbox.control.DELETE('/nhso/{zone}/tokens/{hcode}', { params: { path: { zone, ...path } } })
  },
  'the facility is not registered': async ({ control }, { hcode }: Facility) => {
    const { data } = await control.GET('/nhso/{zone}/facilities', { params: { path: { zone } } })
    if (data?.some((facility) => facility.hcode === hcode)) throw new Error(`${hcode} is registered`)
  },
  'NHSO knows the person': async ({ control }, { pid }: RightHolder) => {
    await control.GET('/nhso/{zone}/right-holders/{pid}', { params: { path: { zone, pid } } })
  },
  'the person has died': async ({ control }, { pid }: RightHolder) => {
    await control.POST('/nhso/{zone}/right-holders/{pid}/decease', { params: { path: { zone, pid } } })
  },
  'an authen code of the day': async ({ control }, { pid, hcode, service }: Served) => {
    const body = { pid, proof: 'photo-with-id-card', photo: drawnFace, mobile: '0800000002', service } as const
    await control.POST('/nhso/{zone}/new-authen/{hcode}/visits', { params: { path: { zone, hcode } }, body })
  },
  'no authen code of the day': async ({ control }, { hcode, ...query }: RightHolder & Facility & { date: string }) => {
    const { data } = await control.GET('/nhso/{zone}/new-authen/{hcode}/visits', { params: { path: { zone, hcode }, query } })
    if (data?.length !== 0) throw new Error(`${query.pid} has a record of ${query.date}`)
  },
} satisfies ProviderStates

/** The reader of the demo world. */
const reader = { params: { path: { reader: 'reader-1' } } }

const nhsoAgentStates = {
  'a card is in the reader': async ({ control }, { card, pid }: { card: string } & RightHolder) => {
    await control.POST('/agent/readers/{reader}/remove', reader)
    await control.POST('/agent/readers/{reader}/insert', { ...reader, body: { card } })
    const { data } = await control.GET('/agent/cards/{card}', { params: { path: { card } } })
    if (data?.pid !== pid) throw new Error(`The card is that of ${data?.pid}`)
  },
  'the card has been read': async (sandbox, { correlationId }: { correlationId: string }) => {
    const reply = await fetch(`${sandbox.urlOf('nhso-agent')}/api/smartcard/read`)
    const right = (await reply.json()) as { correlationId?: string }
    if (right.correlationId !== correlationId) throw new Error(`The read gave the correlationId ${right.correlationId}`)
  },
  'no card is in the reader': async ({ control }) => {
    await control.POST('/agent/readers/{reader}/remove', reader)
  },
  'no reader is plugged in': async ({ control }) => {
    await control.POST('/agent/readers/{reader}/disconnect', reader)
  },
  'NHSO is out of reach': async ({ control }) => {
    await control.PATCH('/agent/preference', { body: { nhso_reachable: false } })
  },
  'the agent is installed for the test zone': async ({ control }, { hcode }: Facility) => {
    await control.PATCH('/agent/preference', { body: { zone, hcode } })
  },
  'the agent is installed for production': async ({ control }) => {
    await control.PATCH('/agent/preference', { body: { zone: 'production' } })
  },
  'the person has authen codes': async (sandbox, { pid }: RightHolder) => {
    if ((await codesOf(sandbox, pid)).length === 0) throw new Error(`${pid} has no codes`)
  },
  'the person has no authen code': async (sandbox, { pid }: RightHolder) => {
    if ((await codesOf(sandbox, pid)).length > 0) throw new Error(`${pid} has codes`)
  },
  'an authen code of the day': nhsoAuthenStates['an authen code of the day'],
} satisfies ProviderStates

async function codesOf({ control }: ProviderSandbox, pid: string): Promise<readonly unknown[]> {
  return (await control.GET('/nhso/{zone}/history/{pid}', { params: { path: { zone, pid } } })).data ?? []
}

/** Of the upstreams that a pact is made with. */
export const statesOf: Partial<Record<UpstreamName, ProviderStates>> = {
  'moph-account': accountStates,
  'moph-appointment': appointmentStates,
  'moph-claim': claimStates,
  'moph-connect': connectStates,
  'moph-messaging': messagingStates,
  'nhso-authen': nhsoAuthenStates,
  'nhso-agent': nhsoAgentStates,
}

async function changeAccount(
  { control }: ProviderSandbox,
  login: string,
  body: {
    activated?: boolean
    suspended?: boolean
    locked?: boolean
    password?: string
    roles?: { code: string; level: number }[]
    groups?: string[]
  },
  issuer: Issuer = 'cvp1',
): Promise<void> {
  await control.PATCH('/accounts/{issuer}/{login}', { params: { path: { issuer, login } }, body })
}

async function changeSchedule({ control }: ProviderSandbox, path: Schedule, body: { slots?: number; online?: boolean }): Promise<void> {
  await control.PATCH('/dashboard/{hospital_code}/schedules/{schedule_id}', { params: { path }, body })
}

async function expectWhiteList({ control }: ProviderSandbox, cid: string, listed: boolean): Promise<void> {
  const { data } = await control.GET('/people/{cid}', { params: { path: { cid } } })
  if (data?.white_list !== listed) throw new Error(`${cid} is${listed ? ' not' : ''} on the white list`)
}

async function sendMessage(sandbox: ProviderSandbox, message: object): Promise<void> {
  const reply = await fetch(`${sandbox.urlOf('moph-messaging')}/api/SendMessageTarget`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${sandbox.token}` },
    body: JSON.stringify(message),
  })
  if (!reply.ok) throw new Error(`The message: ${reply.status} ${await reply.text()}`)
}
