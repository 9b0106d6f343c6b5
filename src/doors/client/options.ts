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

const alwaysNeeded = ['moph-account', 'moph-appointment'] as const

/** Base URLs by upstream. Those of the first two are always needed; another one where the client is asked to call that upstream. */
export type BaseUrls = Record<(typeof alwaysNeeded)[number], string> & Partial<Record<UpstreamName, string>>

/** The second account centre: MOPH Finance Account Center. */
export interface FinanceOptions {
  /** Where it is: `https://fdh.moph.go.th` for the real one, `http://127.0.0.1:4010/fdh.moph.go.th` for a sandbox. */
  accountUrl: string
  credentials: Credentials
}

/** What NHSO's online services want instead of a login. */
export interface NhsoOptions {
  /** The token of the facility in this zone (menu Token of New Authen). */
  token: string
  /** Where the status of authen codes is, if not at `baseUrls['nhso-authen']`: `https://authenucws.nhso.go.th` in production. */
  statusUrl?: string
}

export interface MophClientOptions {
  /**
   * Where each upstream is: `https://cvp1.moph.go.th` for the real one, `http://127.0.0.1:4010/cvp1.moph.go.th` for a sandbox.
   * There is no default, so that a forgotten setting never reaches production.
   */
  baseUrls: BaseUrls
  credentials: Credentials
  /** MOPH Finance Account Center (`fdh`), whose tokens MOPH Claim takes. Its accounts and its secret key are others than those of `credentials`. */
  finance?: FinanceOptions
  /** NHSO's online services; needed where the client is asked to call them. */
  nhso?: NhsoOptions
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
export type Settings = Required<Omit<MophClientOptions, 'finance' | 'nhso'>> & Pick<MophClientOptions, 'finance' | 'nhso'>

const longestTimeoutMs = 2 ** 31 - 1

/** @throws TypeError where an option can't be used; the text never quotes a value that may hold a secret. */
export function checkOptions({ baseUrls, credentials, finance, nhso, timeoutMs }: Settings): void {
  for (const upstream of alwaysNeeded) checkBaseUrl(`baseUrls['${upstream}']`, baseUrls[upstream])
  for (const [upstream, baseUrl] of Object.entries(baseUrls)) checkBaseUrl(`baseUrls['${upstream}']`, baseUrl)
  checkTimeout(timeoutMs)
  checkCredentials('credentials', credentials)
  if (finance) {
    checkBaseUrl('finance.accountUrl', finance.accountUrl)
    checkCredentials('finance.credentials', finance.credentials)
  }
  if (nhso) checkNhso(nhso)
}

/** @throws TypeError */
export function checkTimeout(timeoutMs: number): void {
  if (!(Number.isSafeInteger(timeoutMs) && timeoutMs > 0 && timeoutMs <= longestTimeoutMs)) {
    throw new TypeError(`timeoutMs must be a whole number of milliseconds from 1 to ${longestTimeoutMs}`)
  }
}

function checkCredentials(option: string, credentials: Credentials): void {
  const needed =
    'passwordHash' in credentials ? ['user', 'passwordHash', 'hospitalCode'] : ['user', 'password', 'secretKey', 'hospitalCode']
  const given: Partial<Record<string, unknown>> = { ...credentials }
  for (const name of needed) {
    if (typeof given[name] !== 'string' || given[name] === '') throw new TypeError(`${option}.${name} must be a string that is not empty`)
  }
}

function checkNhso({ token, statusUrl }: NhsoOptions): void {
  if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token)) throw new TypeError('nhso.token must be a token as NHSO issued it')
  if (statusUrl !== undefined) checkBaseUrl('nhso.statusUrl', statusUrl)
}

/** @throws TypeError */
export function checkBaseUrl(option: string, baseUrl: string): void {
  const url = URL.parse(baseUrl)
  if (!url || !/^https?:$/.test(url.protocol)) throw new TypeError(`${option} must be an http or https URL`)
  if (url.username || url.password || url.search || url.hash) {
    throw new TypeError(`${option} must have no user, password, query or fragment`)
  }
}

/** @throws TypeError where the client was made without it */
export function baseUrlOf({ baseUrls }: Pick<Settings, 'baseUrls'>, upstream: UpstreamName): string {
  const baseUrl = baseUrls[upstream]
  if (baseUrl === undefined) throw new TypeError(`This client was made without baseUrls['${upstream}']`)
  return baseUrl
}
