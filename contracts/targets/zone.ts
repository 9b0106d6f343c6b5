import { type Credentials, createMophClient, type UpstreamName } from '../../src/doors/client/index.ts'
import { bangkokDay } from '../scenarios/cast.ts'
import type { Stage } from '../scenarios/stage.ts'
import { createWire } from '../scenarios/wire.ts'
import { productionAt } from './production.ts'
import { addressesOf, type CredentialNames, type Zone } from './zones.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Gets ready to play on a real zone. Sends nothing yet. */
export function openZone(zone: Zone, environment: Environment): Stage {
  const { name, upstreams, hospitalCode, patient, connectUser, nhso, callsPerSecond, timeoutSeconds, rewrite, unsure = [] } = zone
  const production = addressesOf(zone).some(([, url]) => productionAt(url) !== undefined)
  const effect = production ? 'read' : zone.effect
  const given = credentialsIn(zone.credentials, environment)
  const credentials = given.found ?? nobody
  const wire = createWire({ effect, callsPerSecond, ...(rewrite && { rewrite }) })
  const token = nhso && environment[nhso.token]
  const moph = createMophClient({
    baseUrls: { 'moph-account': nowhere, 'moph-appointment': nowhere, ...upstreams },
    credentials,
    // A zone has one account centre: where it has MOPH Claim, that of MOPH Finance.
    finance: { accountUrl: upstreams['moph-account'] ?? nowhere, credentials },
    ...(nhso && token && { nhso: { token, ...(nhso.statusUrl && { statusUrl: nhso.statusUrl }) } }),
    // A call may have to wait for its turn before it is sent.
    timeoutMs: Math.round(timeoutSeconds * 1000 + 1000 / callsPerSecond),
    fetch: wire.fetch,
  })
  const missingCredentials = (upstream: UpstreamName) => {
    if (upstream === 'nhso-authen') return missingToken(zone, token)
    return withoutLogin.has(upstream) ? undefined : given.missing
  }
  return {
    target: { name, kind: 'zone', description: descriptionOf(zone, effect, given.missing), upstreams: { ...upstreams } },
    cast: {
      hospitalCode: hospitalCode ?? credentials.hospitalCode,
      patient,
      connectUser,
      rightHolder: nhso?.pid,
      alone: false,
      day: bangkokDay,
    },
    effect,
    readOnlyReason: production ? 'it writes, and production is only ever read' : `it writes, and ${name} is read only`,
    missing: (upstream) => missingIn(zone, upstream) ?? missingCredentials(upstream),
    unsure,
    moph,
    wire,
    credentials,
    close: async () => {},
  }
}

/** In place of an upstream that the zone does not have: no step of it is played, and no such host can exist (RFC 2606). */
const nowhere = 'http://nowhere.invalid'
const nobody: Credentials = { user: 'nobody', passwordHash: '0'.repeat(64), hospitalCode: '00000' }

/** They ask for no login. */
const withoutLogin: ReadonlySet<UpstreamName> = new Set(['moph-connect', 'nhso-authen', 'nhso-agent'])

/** Without its account centre little of a zone can be played, as most calls want a token. */
function missingIn({ name, upstreams }: Zone, upstream: UpstreamName): string | undefined {
  const all = withoutLogin.has(upstream) ? [upstream] : (['moph-account', upstream] as const)
  const lacking = all.find((needed) => upstreams[needed] === undefined)
  return lacking && `${name} has no ${lacking}`
}

/** NHSO takes the facility's token. */
function missingToken({ name, nhso }: Zone, token: string | undefined): string | undefined {
  if (!nhso) return `${name} names no token of NHSO (nhso.token in its configuration)`
  return token ? undefined : `not set in the environment: ${nhso.token}`
}

interface Given {
  found?: Credentials
  /** Why there are none. */
  missing?: string
}

/** A hash made beforehand is enough; else the password and the secret key. */
function credentialsIn(names: CredentialNames, environment: Environment): Given {
  const [user, hospitalCode] = [environment[names.user], environment[names.hospitalCode]]
  const [passwordHash, password, secretKey] = [environment[names.passwordHash], environment[names.password], environment[names.secretKey]]
  if (user && hospitalCode && passwordHash) return { found: { user, hospitalCode, passwordHash } }
  if (user && hospitalCode && password && secretKey) return { found: { user, hospitalCode, password, secretKey } }
  const always = [names.user, names.hospitalCode].filter((name) => !environment[name])
  const secret = [names.password, names.secretKey].filter((name) => !environment[name])
  const either = secret.length === 0 || passwordHash ? [] : [`${secret.join(' and ')} (or ${names.passwordHash})`]
  return { missing: `not set in the environment: ${[...always, ...either].join(', ')}` }
}

function descriptionOf({ title, callsPerSecond }: Zone, effect: 'read' | 'write', missing: string | undefined): string[] {
  const manner = effect === 'read' ? 'reading only' : 'reading and writing'
  return [title.en, title.th, `${manner}, at most ${callsPerSecond} calls a second`, ...(missing ? [missing] : [])]
}
