import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { request } from 'undici'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { booking } from '../../../fixtures/harness/appointment.ts'
import { type Request, TestSandbox } from '../../../fixtures/harness/sandbox.ts'
import { storeKinds, type TestStore } from '../../../fixtures/harness/stores.ts'
import { passwordHash, testSecretKeys } from '../../../mocks/moph-account/keys.ts'
import { exchangeText } from '../../doors/reports/console.ts'

const password = 'Rahat-9f!x'
const hash = passwordHash(password, testSecretKeys.cvp1)
const login = '/cvp1.moph.go.th/token?Action=get_moph_access_token'
const departments = '/cvp1.moph.go.th/api/appointment/AppointmentSlot?Action=GetHospitalDepartment&hospital_code=99999'
const confirm = '/cvp1.moph.go.th/api/appointment/AppointmentSlot?Action=ConfirmAppointmentSlot'
const json = { 'content-type': 'application/json' }
const post = (body: unknown, headers: Record<string, string> = {}): Request => ({ method: 'POST', body, headers })
const raw = (text: string | Uint8Array, type = 'application/json'): Request => ({
  method: 'POST',
  raw: text,
  headers: { 'content-type': type },
})

type Call = [path: string, request?: Request]

/** Where a password or its hash is sent: in its place, and in all the places where it does not belong. */
const withPassword: Call[] = [
  [login, post({ user: 'secretive', password_hash: hash, hospital_code: '99999' })],
  [login, post({ user: 'secretive', password_hash: hash.toUpperCase(), hospital_code: '99999' })],
  [login, post({ user: 'secretive', password_hash: hash, hospital_code: '99998' })],
  [login, post({ username: 'secretive', password })],
  [login, post({ username: 'nobody', password })],
  [`${login}&user=secretive&password_hash=${hash}&hospital_code=99999`],
  [`${login}&user=secretive&password_hash=${hash}&hospital_code=99999`, { method: 'POST' }],
  [`${login}&user=secretive&password_hash=${hash.slice(0, 60)}&hospital_code=99999`],
  // Under another name.
  [login, post({ user: 'secretive', passwordhash: hash, hospital_code: '99999' })],
  [login, post({ user: 'secretive', Password_Hash: password, hospital_code: '99999' })],
  [login, post({ user: 'secretive', pwd: password })],
  [login, post({ user: 'secretive', word: password })],
  [login, post({ user: 'secretive', รหัสผ่าน: password })],
  [login, post({ data: { user: 'secretive', word: password } })],
  [login, post([{ user: 'secretive', word: password }])],
  [login, post([[password]])],
  [login, post(password)],
  [login, post({ user: { word: password }, password_hash: 1, hospital_code: '99999' })],
  [login, post({ user: 'secretive', password_hash: password, hospital_code: '99999' })],
  [`${login}&word=${encodeURIComponent(password)}`],
  [`${login}&password=${encodeURIComponent(password)}`, { method: 'POST' }],
  [`${login}&p%61ssword=${encodeURIComponent(password)}`, { method: 'POST' }],
  // In a form that cannot be read.
  [login, raw(`{"user":"secretive","password":"${password}"`)],
  [login, raw(`{"user":"secretive","password":"${password}"}\u0000`)],
  [login, raw(`user=secretive&password=${password}`, 'application/x-www-form-urlencoded')],
  [login, raw(`\uFEFF{"username":"secretive","password":"${password}"}`)],
  [login, raw(`${password}`)],
  [login, raw(Buffer.concat([Buffer.from(`{"username":"${password}","password":"`), Buffer.from([0xb7, 0xb4])]))],
  // Somewhere else.
  ['/cvp1.moph.go.th/tokens?Action=get_moph_access_token', post({ user: 'secretive', pin: password, password_hash: hash })],
  ['/cvp1.moph.go.th/token?Action=get_token', post({ username: 'secretive', pin: password, password })],
  ['/cvp1.moph.go.th/token', post({ username: 'secretive', password })],
  [`/cvp1.moph.go.th/login?user=secretive&pin=${password}`],
  [`/example.org/login?user=secretive&pin=${password}`, post({ pin: password })],
  ['/example.org/login', raw(password, 'text/plain')],
  [`/cvp1.moph.go.th/token/${hash}?Action=get_moph_access_token`],
  [login, { method: 'PUT', body: { pin: password } }],
  ['/control/acounts', post({ issuer: 'cvp1', login: 'x', password, pin: password })],
  [`${departments}&password=${password}`],
  [`${departments}&note=${hash}`],
  [departments.replace('99999', hash)],
  [confirm, post({ ...booking(), password })],
  [confirm, post({ ...booking(), person: { ...booking().person, pwd: password } })],
  [confirm, post({ ...booking(), appointment: { ...booking().appointment, comment: `hash ${hash}` } })],
  [confirm, raw(`{"password":"${password}"`)],
  // In a header.
  [departments, { headers: { authorization: `Basic ${Buffer.from(`secretive:${password}`).toString('base64')}` } }],
  [departments, { headers: { authorization: password } }],
  [
    departments,
    { headers: { 'x-api-key': password, 'x-password': password, cookie: `password=${password}`, 'proxy-authorization': password } },
  ],
  [departments, { headers: { 'user-agent': `HIS ${hash}`, referer: `http://his.test/?h=${hash}` } }],
]

const withToken = (token: string): Call[] => [
  [departments, { headers: { authorization: `Bearer ${token}` } }],
  [departments, { headers: { authorization: token } }],
  [departments, { headers: { authorization: `bearer "${token}"` } }],
  [departments, { headers: { authorization: `{"token":"${token}"}` } }],
  [departments, { headers: { authorization: `Bearer ${token.slice(0, -3)}` } }],
  [departments, { headers: { token, 'x-jwt': token, 'x-anything': token, cookie: token, referer: `http://his.test/?t=${token}` } }],
  [departments, { headers: { 'content-type': token } }],
  [`${departments}&token=${token}`],
  [`${departments}&access_token=${token}`],
  [`${departments}&note=${token}`],
  [`${departments}&${token}`],
  [`${departments}&${token}=1`, { headers: { authorization: `Bearer ${token}` } }],
  [departments.replace('99999', token), { headers: { authorization: `Bearer ${token}` } }],
  [`${departments}&Action=${token}`],
  [`/cvp1.moph.go.th/api/${token}`],
  [`/${token}/api`],
  [`/cvp1.moph.go.th/token?Action=${token}`],
  [confirm, post({ ...booking(), [token]: 1 }, { authorization: `Bearer ${token}` })],
  [confirm, post({ ...booking(), [token]: 1, pwd: 1 }, { authorization: `Bearer ${token}` })],
  [confirm, post({ ...booking(), token }, { authorization: `Bearer ${token}` })],
  [confirm, post({ ...booking(), note: `token ${token}.` }, { authorization: `Bearer ${token}` })],
  [confirm, post({ ...booking(), appointment: { ...booking().appointment, schedule_id: token } }, { authorization: `Bearer ${token}` })],
  [confirm, { method: 'POST', raw: `{"note":"${token}`, headers: { ...json, authorization: `Bearer ${token}` } }],
  [login, post({ user: token, password_hash: token, hospital_code: token })],
]

describe.each(storeKinds.map((kind) => ({ ...kind, skipped: kind.missing !== undefined })))('secrets, on $name', (kind) => {
  describe.skipIf(kind.skipped)(kind.missing ?? 'sent rightly and wrongly', () => {
    let store: TestStore
    let sandbox: TestSandbox
    let token: string
    const places = new Map<string, string>()
    const printed: string[] = []
    let calls = 0

    const sent = async ([path, options]: Call) => {
      // What goes to the control API is no exchange of a HIS.
      if (!path.startsWith('/control/')) calls++
      await sandbox.send(path, options).catch(() => {})
    }

    beforeAll(async () => {
      for (const level of ['log', 'warn', 'error'] as const)
        vi.spyOn(console, level).mockImplementation((...said) => {
          printed.push(said.map(String).join(' '))
        })
      store = await kind.make()
      sandbox = await TestSandbox.start(store.options)
      sandbox.running.sandbox.onExchange = (exchange) => console.log(exchangeText(exchange, sandbox.url).text)
      const account = {
        issuer: 'cvp1',
        login: 'secretive',
        password,
        hospital_code: '99999',
        activated: true,
        roles: [{ code: 'APPOINTMENT_API', level: 1 }],
      }
      expect((await sandbox.control('POST', '/accounts', account)).status).toBe(201)
      await sandbox.control('PATCH', '/switches', { 'moph-account': { failures_before_lock: 1000 } })
      token = (await sandbox.send(login, post({ username: 'secretive', password }))).text
      expect(token).toMatch(/^eyJ/)

      const live = await request(`${sandbox.url}/control/journal/live`)
      let events = ''
      live.body.setEncoding('utf8').on('data', (part) => {
        events += part
      })
      live.body.on('error', () => {})
      for (const call of [...withPassword, ...withToken(token)]) await sent(call)
      for (const fault of ['malformed', 'truncated', 'status']) {
        await sandbox.control('POST', '/faults', { kind: fault, upstream: 'moph-account', count: 1 })
        await sent(withPassword[0]!)
      }
      places.set('the journal', (await sandbox.control('GET', '/journal?limit=10000')).text)
      places.set('the HAR', (await sandbox.control('GET', '/journal/har')).text)
      await vi.waitFor(() => expect(events.split('event: exchange').length).toBeGreaterThan(calls), { timeout: 5000 })
      places.set('the live journal', events)
      places.set('the console', printed.join('\n'))
      live.body.destroy()
      await sandbox.close()
      if (store.options.data) places.set('the file', readFileSync(join(store.options.data, 'default', 'journal.jsonl'), 'utf8'))
    })
    afterAll(async () => {
      vi.restoreAllMocks()
      await store?.remove()
    })

    it('are all kept as exchanges', () => {
      expect(JSON.parse(places.get('the journal')!)).toHaveLength(calls + 1)
      expect(places.get('the console')!.match(/ \d+\.\d ms(?: |$)/gm)).toHaveLength(calls + 1)
    })

    it.each(['the journal', 'the HAR', 'the live journal', 'the console', ...(kind.name === 'folder' ? ['the file'] : [])])(
      'are not in %s',
      (place) => {
        const text = places.get(place)!
        const [, payload, signature] = token.split('.')
        const secrets = {
          password,
          'the password, encoded': encodeURIComponent(password),
          'the password in Base64': Buffer.from(`secretive:${password}`).toString('base64').slice(0, -4),
          hash: hash.slice(0, 40),
          'the hash in upper case': hash.toUpperCase().slice(0, 40),
          'the payload of the token': payload!.slice(0, 30),
          'the signature of the token': signature!.slice(0, 30),
        }
        for (const [what, secret] of Object.entries(secrets)) {
          const at = text.indexOf(secret)
          expect(at < 0 ? `${what} is not there` : text.slice(Math.max(0, at - 200), at + 60)).toEqual(`${what} is not there`)
        }
      },
    )

    it('leave the rest readable', () => {
      const text = places.get('the journal')!
      for (const harmless of [
        '"user\\":\\"secretive',
        'hospital_code=99999',
        'รพ. ทดสอบระบบ',
        'Bearer (secret)',
        'Basic (secret)',
        '$SECRET',
        'Action=get_token',
      ])
        expect(text).toContain(harmless)
    })
  })
})
