import type { UpstreamName } from './operation.ts'

/** A login with the plain password; the client makes the hash and sends only that. */
export interface PasswordCredentials {
  /** Login name at the Account Center. */
  user: string
  /** Plain password. Never sent. */
  password: string
  /** The secret key that the Account Center gave to the facility. Never sent. */
  secretKey: string
  /** The user's own facility, 5 digits with leading zeros. */
  hospitalCode: string
}

/** A login with a hash made beforehand (`passwordHash`), for a system that does not keep the password. */
export interface HashCredentials {
  /** Login name at the Account Center. */
  user: string
  /** 64 hex digits, as `passwordHash` makes them; upper and lower case are both accepted by the service. */
  passwordHash: string
  /** The user's own facility, 5 digits with leading zeros. */
  hospitalCode: string
}

export type Credentials = PasswordCredentials | HashCredentials

/** How a request is sent: the global `fetch` fits. Node's own HTTP is used where none is given. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>

export interface MophClientOptions {
  /**
   * Where each upstream is: `https://cvp1.moph.go.th` for the real ones, `http://127.0.0.1:4010/cvp1.moph.go.th` for a sandbox.
   * There is no default, so that a forgotten setting never reaches production.
   */
  baseUrls: Record<UpstreamName, string>
  credentials: Credentials
  /**
   * Longest time in milliseconds for one request, from connecting to the last byte of the reply; 30,000 where not given.
   * A call may take several requests: a login before it, and after a 401 a second login and a second try.
   */
  timeoutMs?: number
  /** The time in epoch milliseconds, for the expiry of tokens; `Date.now` where not given. */
  clock?: () => number
  /**
   * Another way to send, for instance the global `fetch` or that of an undici pool. It must not follow redirects, repeat requests or
   * skip the verification of certificates. (The global `fetch` does repeat a request that is answered 421, as its standard demands.)
   */
  fetch?: Fetch
}

/** The options with every default filled in. */
export type Settings = Required<MophClientOptions>

const upstreams: readonly UpstreamName[] = ['moph-account', 'moph-appointment']
const longestTimeoutMs = 2 ** 31 - 1

/** @throws TypeError where an option can't be used; the text never quotes a value that may hold a secret. */
export function checkOptions({ baseUrls, credentials, timeoutMs }: Settings): void {
  for (const upstream of upstreams) checkBaseUrl(upstream, baseUrls[upstream])
  if (!(Number.isSafeInteger(timeoutMs) && timeoutMs > 0 && timeoutMs <= longestTimeoutMs)) {
    throw new TypeError(`timeoutMs must be a whole number of milliseconds from 1 to ${longestTimeoutMs}`)
  }
  const needed =
    'passwordHash' in credentials ? ['user', 'passwordHash', 'hospitalCode'] : ['user', 'password', 'secretKey', 'hospitalCode']
  const given: Partial<Record<string, unknown>> = { ...credentials }
  for (const name of needed) {
    if (typeof given[name] !== 'string' || given[name] === '') throw new TypeError(`credentials.${name} must be a string that is not empty`)
  }
}

function checkBaseUrl(upstream: UpstreamName, baseUrl: string): void {
  const url = URL.parse(baseUrl)
  if (!url || !/^https?:$/.test(url.protocol)) throw new TypeError(`baseUrls['${upstream}'] must be an http or https URL`)
  if (url.username || url.password || url.search || url.hash) {
    throw new TypeError(`baseUrls['${upstream}'] must have no user, password, query or fragment`)
  }
}
