import { randomBytes } from 'node:crypto'
import { type BaseUrls, createMophClient, type HashCredentials } from '../../src/doors/client/index.ts'
import { startSandbox } from '../../src/doors/start.ts'
import { bangkokDay, type Patient } from '../scenarios/cast.ts'
import type { Stage } from '../scenarios/stage.ts'
import { createWire } from '../scenarios/wire.ts'
import { ControlApi, NoSandbox, OutOfReach } from './control-api.ts'

const usual = 'http://127.0.0.1:4010'

/** A synthetic person whom the demo world does not know. */
const patient: Patient = {
  cid: '1999900000048',
  prefix: 'นาย',
  first_name: 'ทดสอบ',
  last_name: 'ระบบ',
  gender: 1,
  birth_date: '2000-01-01',
  mobile_phone: '080-0000001',
}

/** A user of the demo world. */
const connectUser = '5bedb4000000000000000001'

/** Whom NHSO's test zone knows in the demo world. */
const rightHolder = '1999900000013'

/** The hospital of the demo world that has departments, rooms and schedules. */
const hospitalCode = '99999'

export interface SandboxOptions {
  /** Where it runs; the usual address is tried, or one is started, where not given. */
  url?: string
  /** Token of its control API, where it wants one. */
  controlToken?: string
  /** The address that is tried where no other is given. */
  usualAddress?: string
}

/**
 * Gets ready to play on a sandbox, in a workspace made for the run and deleted after it, so that nobody else's is disturbed.
 *
 * @throws OutOfReach, NoSandbox
 */
export async function openSandboxTarget({ url, controlToken, usualAddress = usual }: SandboxOptions): Promise<Stage> {
  const place = url === undefined ? await runningOrOwn(usualAddress, controlToken) : await runningAt(withoutSlash(url), controlToken)
  const control = new ControlApi(place.url, controlToken)
  const name = `verify-${randomBytes(5).toString('hex')}`
  try {
    const workspace = `${place.url}${await control.createWorkspace(name)}`
    const close = async () => {
      await control.deleteWorkspace(name).finally(() => place.stop?.())
    }
    return await stageIn(workspace, new ControlApi(workspace, controlToken), [`${place.story}, workspace ${name}`], close)
  } catch (error) {
    await place.stop?.()
    throw error
  }
}

interface Place {
  url: string
  /** Which sandbox it is, for the reader. */
  story: string
  stop?: () => Promise<void>
}

async function runningOrOwn(usualAddress: string, controlToken: string | undefined): Promise<Place> {
  try {
    return await runningAt(usualAddress, controlToken)
  } catch (error) {
    if (!(error instanceof OutOfReach || error instanceof NoSandbox)) throw error
    const { url, close } = await startSandbox({ port: 0, ...(controlToken === undefined ? {} : { controlToken }) })
    // A sandbox at the usual address that does not let us in is worth a word; nothing at all there is the usual case.
    const why = error instanceof NoSandbox ? `, as ${error.message}` : ''
    return { url, story: `a sandbox started for this run at ${url}${why}`, stop: close }
  }
}

async function runningAt(url: string, controlToken: string | undefined): Promise<Place> {
  const { version } = await new ControlApi(url, controlToken).status()
  return { url, story: `the sandbox ${version} running at ${url}` }
}

async function stageIn(workspace: string, control: ControlApi, description: string[], close: () => Promise<void>): Promise<Stage> {
  const { url, upstreams, zones, accounts } = await control.status()
  // The sandbox may know itself by another address than the one it is reached at (in a container, behind a proxy).
  const here = (address: string) => `${workspace}${address.slice(url.length)}`
  const baseUrls = Object.fromEntries(Object.entries(upstreams).map(([upstream, address]) => [upstream, here(address)])) as BaseUrls
  // One host has all of NHSO's test zone.
  baseUrls['nhso-authen'] = here(zones['nhso-authen']!.test!)
  const nhso = { token: await control.facilityToken(hospitalCode) }
  const credentialsOf = (login: string): HashCredentials => {
    const { user, password_hash, hospital_code } = accounts.find((account) => account.user === login)!
    return { user, passwordHash: password_hash, hospitalCode: hospital_code }
  }
  const credentials = credentialsOf('demo')
  const finance = { accountUrl: `${workspace}/fdh.moph.go.th`, credentials: credentialsOf('moph-test') }
  const wire = createWire({ effect: 'write' })
  return {
    target: { name: 'sandbox', kind: 'sandbox', description, upstreams: baseUrls },
    cast: { hospitalCode, patient, connectUser, rightHolder, alone: true, day: bangkokDay },
    effect: 'write',
    missing: () => undefined,
    unsure: [],
    moph: createMophClient({ baseUrls, credentials, finance, nhso, fetch: wire.fetch }),
    wire,
    credentials,
    lastRules: () => control.lastRules(),
    advance: (by) => control.advanceClock(by),
    lineChat: (user) => control.lineChat(user),
    cardReader: { insert: (card) => control.insertCard(card), remove: () => control.removeCard() },
    wrongLogin: () => wrongLogin(baseUrls, credentials, wire.calls),
    close,
  }
}

/** A client of its own, as a refused login is final for a client. */
async function wrongLogin(baseUrls: BaseUrls, right: HashCredentials, calls: Stage['wire']['calls']): Promise<unknown> {
  const wire = createWire({ effect: 'write' })
  const wrong = { ...right, passwordHash: [...right.passwordHash].reverse().join('') }
  try {
    return await createMophClient({ baseUrls, credentials: wrong, fetch: wire.fetch }).account.token()
  } finally {
    calls.push(...wire.calls)
  }
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '')
}
