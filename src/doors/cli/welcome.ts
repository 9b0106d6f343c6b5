import type { Ready } from './ready.ts'

const kept = {
  memory: 'in memory, gone when it stops (--data DIR keeps it)',
  folder: 'in the data folder',
  postgres: 'in PostgreSQL',
}

/** What a person reads at the start: where everything is, who can log in, and lines that work when pasted. */
export function welcome(ready: Ready): string {
  const { url, store, version } = ready
  return `
moph-sandbox ${version}   ${url}   state ${kept[store]}

Base URLs, in place of https://<real host> / ใช้แทน https://<โฮสต์จริง>
${columns(baseUrls(ready))}

Workspaces, each a world of its own / พื้นที่ทดสอบที่แยกจากกัน (POST ${ready.control}/workspaces {"name": "…"})
${columns(Object.entries(ready.workspaces))}

Test accounts / บัญชีทดสอบ   password_hash = HMAC-SHA256(secret key, password), hex
${Object.keys(ready.issuers)
  .map((issuer) => accountsOf(issuer, ready))
  .join('\n')}

Try it / ลองวางใน terminal
${curlLines(ready)
  .map((line) => `  ${line}`)
  .join('\n')}

Each call is printed below with what was wrong about it / ทุก call จะแสดงด้านล่างพร้อมสิ่งที่ผิด   Ctrl-C stops
`
}

function baseUrls(ready: Ready): string[][] {
  const { upstreams, control, controlToken } = ready
  return [
    ...Object.entries(upstreams).flatMap(([name, base]) => {
      const places = placesOf(name, base, ready)
      return places.map(([address, note], index) => [index === 0 ? name : '', address, ...(note === undefined ? [] : [note])])
    }),
    ...idCards(ready),
    ['control API', control, ...(controlToken === undefined ? [] : [`Authorization: Bearer ${controlToken}`])],
  ]
}

/** How the ID cards are connected with the machine's PC/SC, where they are. */
function idCards({ vpcd, pcsc }: Ready): string[][] {
  return [
    ...(vpcd === undefined ? [] : [['ID cards', `vpcd at ${vpcd}`, 'for PC/SC programs, in “Virtual PCD 00 00”']]),
    ...(pcsc ? [['card agent', 'PC/SC', "reads the machine's own readers"]] : []),
  ]
}

/** Where an upstream is, with what tells its places apart. */
function placesOf(name: string, base: string, { zones, issuers, agent }: Ready): [string, string?][] {
  if (name === 'moph-account') return Object.entries(issuers).map(([issuer, address]) => [address, `issuer ${issuer}`])
  if (name === 'nhso-agent' && agent !== undefined) return [[agent], [base]]
  const ofZones = Object.entries(zones[name] ?? {})
  return ofZones.length > 0 ? ofZones.map(([zone, address]) => [address, zone]) : [[base]]
}

/** The accounts of one account centre: most share a password, so its hash stands once above them. */
function accountsOf(issuer: string, { accounts, secretKeys }: Ready): string {
  const own = accounts.filter((account) => account.issuer === issuer)
  const passwords = [...new Set(own.map(({ password }) => password))]
  const lines = passwords.flatMap((password) => {
    const holders = own.filter((account) => account.password === password)
    return [
      `    password ${password}   password_hash ${holders[0]?.password_hash}`,
      columns(
        holders.map(({ user, hospital_code, note }) => [user, hospital_code, `${note.th} / ${note.en}`]),
        4,
      ),
    ]
  })
  return [`  ${issuer}   secret key ${secretKeys[issuer as keyof typeof secretKeys]}`, ...lines].join('\n')
}

/** Log in, ask, read the ID card, ask wrongly, and see in the journal what was wrong. */
function curlLines({ upstreams, agent, control, accounts, controlToken }: Ready): string[] {
  const [demo] = accounts
  const login = JSON.stringify({ user: demo?.user, password_hash: demo?.password_hash, hospital_code: demo?.hospital_code })
  const slots = `${upstreams['moph-appointment']}/api/appointment/AppointmentSlot?Action=GetHospitalDepartment`
  const authorised = '-H "Authorization: Bearer $TOKEN"'
  const asController = controlToken === undefined ? '' : ` -H 'Authorization: Bearer ${controlToken}'`
  return [
    `TOKEN=$(curl -s '${upstreams['moph-account']}/token?Action=get_moph_access_token' -H 'Content-Type: application/json' -d '${login}')`,
    `curl -s '${slots}&hospital_code=99999' ${authorised}`,
    `curl -s '${upstreams['moph-appointment']}/api/appointment/Appointment?cid=0000000000000' ${authorised}`,
    `curl -s '${agent ?? upstreams['nhso-agent']}/api/smartcard/read'`,
    `curl -s '${slots}&hospital_code=999999' ${authorised}`,
    `curl -s '${control}/journal?finding=any&limit=1'${asController}`,
  ]
}

function columns(rows: readonly (readonly string[])[], indent = 2): string {
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => (row[column + 1] === undefined ? 0 : (row[column]?.length ?? 0)))))
  return rows
    .map((row) => `${' '.repeat(indent)}${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd())
    .join('\n')
}
