import type { Ready } from './start.ts'

/** What a person reads at the start: where everything is, who can log in, and lines that work when pasted. */
export function welcome({ url, upstreams, control, accounts, store, version, controlToken }: Ready): string {
  const width = Math.max(...Object.keys(upstreams).map((name) => name.length))
  const [demo] = accounts
  const appointment = upstreams['moph-appointment']
  const kept = { memory: 'in memory, gone when it stops (--data DIR keeps it)', folder: 'in the data folder', postgres: 'in PostgreSQL' }[
    store
  ]
  return `
moph-sandbox ${version}   ${url}   state ${kept}

Base URLs (replace https://<real host> with these):
${Object.entries(upstreams)
  .map(([name, base]) => `  ${name.padEnd(width)}  ${base}`)
  .join('\n')}
  ${'control API'.padEnd(width)}  ${control}${controlToken === undefined ? '' : `   Authorization: Bearer ${controlToken}`}

Demo accounts (user / password / hospital_code; ready-made password_hash from "${control}/status"):
${accounts.map(({ issuer, user, password, hospital_code, note }) => `  ${user.padEnd(15)} ${password}  ${hospital_code}  ${issuer === 'fdh' ? 'fdh: ' : ''}${note.th} / ${note.en}`).join('\n')}

Try it:
  TOKEN=$(curl -s '${upstreams['moph-account']}/token?Action=get_moph_access_token' -H 'Content-Type: application/json' -d '{"user":"${demo?.user}","password_hash":"${demo?.password_hash}","hospital_code":"${demo?.hospital_code}"}')
  curl -s "${appointment}/api/appointment/AppointmentSlot?Action=GetHospitalDepartment&hospital_code=99999" -H "Authorization: Bearer $TOKEN"
  curl -s "${appointment}/api/appointment/Appointment?cid=0000000000000" -H "Authorization: Bearer $TOKEN"
  curl -s "${control}/journal?finding=any"

Each call is printed below with what was wrong about it. Ctrl-C stops.
`
}
