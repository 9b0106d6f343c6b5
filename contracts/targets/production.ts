interface ProductionHost {
  host: string
  /** Paths of it that are a test zone. */
  testPath?: RegExp
  what: string
  source: string
}

/** Hosts that serve real patients. `verify` calls none of them without being told to, and writes to none of them ever. */
export const productionHosts: readonly ProductionHost[] = [
  {
    host: 'cvp1.moph.go.th',
    what: 'MOPH Account Center, Appointment Center, Immunization Center, PHR',
    source: 'MOPH Appointment Center manual, 4.3; MOPH Immunization Center API v1.15; public clients',
  },
  {
    host: 'fdh.moph.go.th',
    what: 'MOPH Finance Account Center, Financial Data Hub',
    source: 'public clients; the MOPH Claim and Finance Account Center guide prints it as UAT, but sends people there for the live sign-up',
  },
  {
    host: 'fdch.moph.go.th',
    what: 'MOPH Finance Account Center, as the guide prints it',
    source: 'MOPH Claim and Finance Account Center guide, step 3 (most likely a misprint of fdh.moph.go.th)',
  },
  { host: 'claim-nhso.moph.go.th', what: 'MOPH Claim', source: 'public clients' },
  {
    host: 'moph-rbac.id.th',
    what: 'a variant of the access token',
    source: 'public clients; its zone is not known, so it is taken for production',
  },
  {
    host: 'mophconnect.go.th',
    testPath: /^\/test[1-5]?(\/|$)/,
    what: 'MOPH Connect',
    source: 'MOPH Connect queue service slides: /api is production, /test/api the test zone; public clients: /test1 to /test5',
  },
  { host: 'authenservice.nhso.go.th', what: 'NHSO New Authen', source: 'NHSO Authentication slides' },
  { host: 'nhsoapi.nhso.go.th', what: 'NHSO endpoint', source: 'NHSO ENDPOINT FOR SINGLE CLAIM, dataset v8.0' },
  { host: 'authenucws.nhso.go.th', what: 'NHSO authen status', source: 'public clients' },
]

/** Domains of which every host is taken for production, unless it is known for a test zone. */
const productionDomains = ['moph.go.th', 'mophconnect.go.th', 'nhso.go.th']
const testHosts = ['test.nhso.go.th']

/** What production service an address belongs to; undefined where it belongs to none. */
export function productionAt(address: string): string | undefined {
  const url = URL.parse(address)
  if (!url) return undefined
  const { hostname, pathname } = url
  // `URL` has made the name lower case; a trailing dot means the same host.
  const host = hostname.replace(/\.+$/, '')
  const known = productionHosts.find((entry) => entry.host === host)
  if (known) return known.testPath?.test(pathname) && !pathname.includes('%') ? undefined : `${host} (${known.what})`
  const domain = productionDomains.find((name) => host === name || host.endsWith(`.${name}`))
  return domain === undefined || testHosts.includes(host) ? undefined : `${host} (not known for a test zone of ${domain})`
}
