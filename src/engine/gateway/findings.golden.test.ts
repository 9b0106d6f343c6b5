import { stripVTControlCharacters } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { booking } from '../../../fixtures/harness/appointment.ts'
import { dmhtAdmission } from '../../../fixtures/harness/claim.ts'
import { message } from '../../../fixtures/harness/message.ts'
import { type Request, TestSandbox } from '../../../fixtures/harness/sandbox.ts'
import { passwordHash, testSecretKeys } from '../../../mocks/moph-account/keys.ts'
import { queueMessage } from '../../../mocks/testing/connect-calls.ts'
import { authenRequest, hosts } from '../../../mocks/testing/nhso-calls.ts'
import { exchangeText } from '../../doors/reports/console.ts'

const slot = '/cvp1.moph.go.th/api/appointment/AppointmentSlot'
const appointment = '/cvp1.moph.go.th/api/appointment/Appointment'
const login = '/cvp1.moph.go.th/token?Action=get_moph_access_token'
const messages = '/cvp1.moph.go.th/api/SendMessageTarget'
const confirm = `${slot}?Action=ConfirmAppointmentSlot`
const patient = '1999900000048'
const good = booking({ cid: patient })
const text = JSON.stringify
const json = { 'content-type': 'application/json' }

/** Changes one thing in the body of a booking that is in order. */
function bookingWith(change: { hospital?: object; person?: object; appointment?: object }) {
  return {
    hospital: { ...good.hospital, ...change.hospital },
    person: { ...good.person, ...change.person },
    appointment: { ...good.appointment, ...change.appointment },
  }
}

function without<Key extends string>(object: Record<Key, unknown>, key: Key) {
  const { [key]: _taken, ...rest } = object
  return rest
}

const post = (body: unknown): Request => ({ method: 'POST', body })
const credentials = (password_hash: string) => ({ user: 'demo', password_hash, hospital_code: '99999' })

interface Mistake {
  /** Name of the file. */
  name: string
  path: string
  request?: Request
  /** In place of a good token. */
  authorization?: string | undefined
}

const mistakes: Mistake[] = [
  { name: 'hospital-code-of-6-digits', path: `${slot}?Action=GetHospitalDepartment&hospital_code=099999` },
  { name: 'hospital-code-lost-its-zeros', path: confirm, request: post(bookingWith({ hospital: { hospital_code: 0 } })) },
  { name: 'cid-of-12-digits', path: `${appointment}?cid=199990000004` },
  { name: 'cid-with-dashes', path: `${appointment}?cid=1-9999-00000-04-8` },
  { name: 'cid-with-a-wrong-check-digit', path: `${appointment}?cid=1999900000049` },
  { name: 'buddhist-year-in-a-date', path: `${slot}?Action=GetHospitalSlotByDate&hospital_code=99999&date=2569-12-01` },
  { name: 'buddhist-year-in-a-month', path: `${slot}?Action=GetHospitalSlotByMonth&hospital_code=99999&year=2569&month=12` },
  { name: 'date-in-thai-order', path: `${slot}?Action=GetHospitalSlotByDate&hospital_code=99999&date=01/12/2026` },
  { name: 'month-13', path: `${slot}?Action=GetHospitalSlotByMonth&hospital_code=99999&year=2026&month=13` },
  { name: 'string-where-a-number-is-wanted', path: confirm, request: post(bookingWith({ person: { gender: '1' } })) },
  { name: 'string-for-the-schedule', path: confirm, request: post(bookingWith({ appointment: { schedule_id: '999' } })) },
  { name: 'number-where-a-string-is-wanted', path: confirm, request: post(bookingWith({ person: { cid: 1999900000048 } })) },
  { name: 'null-in-an-optional-field', path: confirm, request: post(bookingWith({ person: { birth_date: null } })) },
  { name: 'value-outside-its-list', path: confirm, request: post(bookingWith({ person: { gender: 9 } })) },
  { name: 'empty-text', path: confirm, request: post(bookingWith({ person: { first_name: '' } })) },
  { name: 'text-too-long', path: confirm, request: post(bookingWith({ person: { prefix: 'น'.repeat(101) } })) },
  { name: 'missing-field', path: confirm, request: post({ ...good, person: without(good.person, 'last_name') }) },
  { name: 'missing-object', path: confirm, request: post(without(good, 'appointment')) },
  { name: 'missing-parameter', path: `${slot}?Action=GetHospitalDepartment` },
  { name: 'missing-body', path: confirm, request: { method: 'POST' } },
  { name: 'unknown-field-with-a-near-name', path: confirm, request: post(bookingWith({ person: { firstname: 'ทดสอบ' } })) },
  { name: 'unknown-field', path: confirm, request: post(bookingWith({ appointment: { doctor: 'นพ.ทดสอบ' } })) },
  { name: 'unknown-parameter', path: `${slot}?Action=GetHospitalDepartment&hospital_code=99999&hospcode=99999` },
  { name: 'parameter-twice', path: `${slot}?Action=GetHospitalDepartment&hospital_code=99999&hospital_code=00000` },
  {
    name: 'his-identifier',
    path: confirm,
    request: post({ ...good, hospital: { ...without(good.hospital, 'system_identifier'), his_identifier: 'HIS ABC v1.0' } }),
  },
  { name: 'phone-in-words', path: confirm, request: post(bookingWith({ person: { mobile_phone: 'ไม่มี' } })) },
  {
    name: 'tis-620-in-the-body',
    path: confirm,
    request: {
      method: 'POST',
      headers: json,
      raw: Buffer.concat([Buffer.from('{"person":"'), Buffer.from([0xb7, 0xb4]), Buffer.from('"}')]),
    },
  },
  { name: 'tis-620-in-the-query', path: `${slot}?Action=GetHospitalDepartment&hospital_code=%B7%B4%CA%CD%BA` },
  { name: 'nul-character', path: confirm, request: post(bookingWith({ person: { first_name: 'ทดสอบ\0\0' } })) },
  { name: 'broken-json', path: confirm, request: { method: 'POST', headers: json, raw: text(good).replace('"gender":1', '"gender":') } },
  { name: 'byte-order-mark', path: confirm, request: { method: 'POST', headers: json, raw: `\uFEFF${text(good)}` } },
  { name: 'no-content-type', path: confirm, request: { method: 'POST', raw: text(good) } },
  {
    name: 'form-content-type-at-login',
    path: login,
    request: {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      raw: text(credentials(passwordHash('Password-1', testSecretKeys.cvp1))),
    },
  },
  { name: 'body-too-large', path: confirm, request: post({ ...good, filler: 'x'.repeat(1024 * 1024) }) },
  { name: 'unknown-action-with-a-near-miss', path: `${slot}?Action=GetHospitalDepartments&hospital_code=99999` },
  { name: 'unknown-action', path: `${slot}?Action=Ping` },
  { name: 'action-in-lower-case', path: `${slot}?action=GetHospitalDepartment&hospital_code=99999` },
  { name: 'missing-action', path: `${slot}?hospital_code=99999` },
  { name: 'wrong-method', path: appointment, request: { method: 'PUT', body: {} } },
  { name: 'method-of-another-action', path: `${slot}?Action=CancelAppointmentSlot`, request: post({ hospital_code: '99999' }) },
  { name: 'unknown-path', path: '/cvp1.moph.go.th/api/appointment/AppointmentSlots?Action=GetHospitalDepartment' },
  { name: 'unknown-path-far-off', path: '/cvp1.moph.go.th/login' },
  { name: 'unknown-host', path: '/cvp.moph.go.th/token' },
  { name: 'unknown-host-far-off', path: '/example.org/token' },
  { name: 'no-host', path: '/api/appointment/Appointment?cid=1999900000048' },
  { name: 'path-in-a-broken-encoding', path: '/cvp1.moph.go.th/api/%B7%B4' },
  { name: 'missing-token', path: `${appointment}?cid=${patient}`, authorization: undefined },
  { name: 'invalid-token', path: `${appointment}?cid=${patient}`, authorization: 'Bearer abc' },
  { name: 'quoted-token', path: `${appointment}?cid=${patient}`, authorization: 'Bearer "abc.def.ghi"' },
  { name: 'full-schedule', path: confirm, request: post(bookingWith({ appointment: { schedule_id: 998 } })) },
  { name: 'unknown-schedule', path: confirm, request: post(bookingWith({ appointment: { schedule_id: 123456 } })) },
  {
    name: 'unknown-booking',
    path: `${slot}?Action=CancelAppointmentSlot&hospital_code=99999&cid=${patient}&hospital_appointment_slot_id=1`,
  },
  { name: 'password-hash-of-another-key', path: login, request: post(credentials(passwordHash('Password-1', 'another key'))) },
  {
    name: 'password-hash-with-a-doubled-dollar',
    path: login,
    request: post(credentials(passwordHash('Password-1', testSecretKeys.cvp1.replaceAll('$', '$$$$')))),
  },
  { name: 'password-hash-too-short', path: login, request: post(credentials('0123456789abcdef')) },
  { name: 'hospital-code-of-6-digits-at-login', path: login, request: post({ ...credentials('0'.repeat(64)), hospital_code: '099999' }) },
  { name: 'plain-password-form', path: login, request: post({ username: 'demo', password: 'Password-1' }) },
  {
    name: 'credentials-in-the-query',
    path: `${login}&user=demo&password_hash=${passwordHash('Password-1', testSecretKeys.cvp1)}&hospital_code=99999`,
  },
  { name: 'credentials-of-neither-form', path: login, request: post({ login: 'demo', password: 'Password-1' }) },
  { name: 'no-credentials', path: login, request: { method: 'POST' } },
  { name: 'one-target-instead-of-a-list', path: messages, request: post({ ...message(), target: patient }) },
  { name: 'target-without-anyone', path: messages, request: post({ ...message(), target: [] }) },
  { name: 'target-off-the-white-list', path: messages, request: post({ ...message(), target: [patient, ...message().target] }) },
  { name: 'script-in-a-message', path: messages, request: post({ ...message(), message_content_html: '<script>alert(1)</script>' }) },
]

/**
 * Each kind of mistake as the console tells of it. Read the files: a developer of a HIS has nothing else to go by. `vitest -u` writes
 * them anew.
 */
describe('what is said about', () => {
  let sandbox: TestSandbox
  let authorization: string
  let said = ''

  const tell = async ({ name, path, request = {}, ...rest }: Mistake) => {
    const token = 'authorization' in rest ? rest.authorization : path.startsWith('/cvp1.moph.go.th/token') ? undefined : authorization
    await sandbox.send(path, { ...request, headers: { ...(token === undefined ? {} : { authorization: token }), ...request.headers } })
    await expect(said).toMatchFileSnapshot(`findings.golden/${name}.txt`)
  }

  beforeAll(async () => {
    sandbox = await TestSandbox.start()
    sandbox.running.sandbox.onExchange = (exchange) => {
      // All but what differs from run to run.
      said = `${stripVTControlCharacters(exchangeText(exchange, 'http://127.0.0.1:4010').text).replace(/ \d+\.\d ms/, '')}\n`
    }
  })
  beforeEach(async () => {
    await sandbox.control('POST', '/reset')
    await sandbox.control('PUT', '/clock', { mode: 'frozen', now: '2026-11-21T09:00:00+07:00' })
    authorization = `Bearer ${await sandbox.token()}`
  })
  afterAll(() => sandbox.close())

  it.each(mistakes)('$name', (mistake) => tell(mistake))

  it('expired-token', async () => {
    await sandbox.control('POST', '/clock/advance', { hours: 6 })
    await tell({ name: 'expired-token', path: `${appointment}?cid=${patient}` })
  })

  it('token-of-another-issuer', async () => {
    const body = { user: 'moph-test', password_hash: passwordHash('Password-1', testSecretKeys.fdh), hospital_code: '99999' }
    const { text: token } = await sandbox.send('/fdh.moph.go.th/token?Action=get_moph_access_token', { method: 'POST', body })
    await tell({ name: 'token-of-another-issuer', path: `${appointment}?cid=${patient}`, authorization: `Bearer ${token}` })
  })

  it('token-without-the-role', async () => {
    await tell({
      name: 'token-without-the-role',
      path: `${appointment}?cid=${patient}`,
      authorization: `Bearer ${await sandbox.token('demo-no-api')}`,
    })
  })

  describe('calls that go to other upstreams', () => {
    const queue = '/mophconnect.go.th/test/api/queue'
    const claim = '/claim-nhso.moph.go.th/api/v1/opd/service-admissions/dmht'

    it.each<Mistake>([
      { name: 'connect-link-without-scheme', path: queue, request: post({ ...queueMessage, detailsLink: 'www.google.com' }) },
      { name: 'connect-date-in-thai-order', path: queue, request: post({ ...queueMessage, appointmentDate: '25/07/2018' }) },
      { name: 'connect-no-content-type', path: queue, request: { method: 'POST', raw: text(queueMessage) } },
      { name: 'connect-path-without-zone', path: '/mophconnect.go.th/queue', request: post(queueMessage) },
    ])('$name', (mistake) => tell({ ...mistake, authorization: undefined }))

    it('claim-token-of-another-issuer', () => tell({ name: 'claim-token-of-another-issuer', path: claim, request: post(dmhtAdmission()) }))

    it.each<Mistake>([
      { name: 'claim-sent-twice', path: claim, request: post(dmhtAdmission()) },
      { name: 'claim-hospital-code-lost-its-zeros', path: claim, request: post({ ...dmhtAdmission(), hcode: 0 }) },
    ])('$name', async (mistake) => {
      const authorization = `Bearer ${await sandbox.token('moph-test', { issuer: 'fdh' })}`
      if (mistake.name === 'claim-sent-twice') await sandbox.send(claim, { ...mistake.request, headers: { authorization } })
      await tell({ ...mistake, authorization })
    })

    it.each<Mistake>([
      { name: 'nhso-wrong-check-digit', path: `${hosts.test.endpoint}/RealPerson?SOURCE_ID=99999&PID=5999900003016` },
      {
        name: 'nhso-phone-with-dashes',
        path: `${hosts.test.endpoint}/AuthenCode`,
        request: post({ ...authenRequest, phone: ['080-0000001'] }),
      },
    ])('$name', async (mistake) => {
      const { json } = await sandbox.control('GET', '/nhso/test/tokens/99999')
      await tell({ ...mistake, authorization: `Bearer ${json.token}` })
    })

    it('nhso-token-of-another-zone', async () => {
      const { json } = await sandbox.control('GET', '/nhso/production/tokens/99999')
      const path = `${hosts.test.endpoint}/RealPerson?SOURCE_ID=99999&PID=5999900003015`
      await tell({ name: 'nhso-token-of-another-zone', path, authorization: `Bearer ${json.token}` })
    })
  })
})
