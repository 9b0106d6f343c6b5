import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { bangkokDay } from '../../fixtures/harness/appointment.ts'
import { TestSandbox } from '../../fixtures/harness/sandbox.ts'
import { type Answer, closedPort, plain, portOf, startServer } from '../../src/doors/client/testing/server.ts'
import { exitCodeOf, type Report, type ScenarioResult } from '../../src/engine/results/report.ts'
import type { Patient } from '../scenarios/cast.ts'
import { play } from '../scenarios/play.ts'
import { onCall, spoil, startMeddler } from '../testing/meddler.ts'
import { allSteps, playAll, step, stepsWith } from '../testing/verdicts.ts'
import { zonesWith } from './index.ts'
import { openZone } from './zone.ts'
import { knownZones, type Zone } from './zones.ts'

let sandbox: TestSandbox

/** The credentials of the demo account, under the names that a zone has by default. */
const environment = {
  MOPH_USER: 'demo',
  MOPH_PASSWORD: 'Password-1',
  MOPH_SECRET_KEY: '$moph-sandbox-test-key-cvp1',
  MOPH_HOSPITAL_CODE: '99999',
}

const patient: Patient = {
  cid: '1999900000048',
  prefix: 'นาย',
  first_name: 'ทดสอบ',
  last_name: 'ระบบ',
  gender: 1,
  birth_date: '2000-01-01',
  mobile_phone: '080-0000001',
}

beforeAll(async () => {
  sandbox = await TestSandbox.start()
})
beforeEach(async () => {
  await sandbox.control('POST', '/reset')
})
afterAll(() => sandbox.close())

/** A sandbox in place of a real zone: spoken to by its addresses alone, without its control API. */
function imitation(change: Partial<Zone> = {}, origin = sandbox.url): Zone {
  const upstreams = { 'moph-account': `${origin}/cvp1.moph.go.th`, 'moph-appointment': `${origin}/cvp1.moph.go.th` }
  return { ...zonesWith({ imitation: { upstreams, patient, callsPerSecond: 10 } })[0]!, callsPerSecond: 1000, ...change }
}

async function journal(): Promise<{ operation: string; reply: { status: number } }[]> {
  return (await sandbox.control('GET', '/journal?limit=1000')).json.reverse()
}

function exitOf(results: ScenarioResult[]) {
  const target: Report['target'] = { name: 'imitation', kind: 'zone', description: [], upstreams: {} }
  return exitCodeOf({ version: '', started: '', target, scenarios: results })
}

/** The scenarios of the upstreams that the imitation has. */
const story = ['login', 'appointment']
const writing = ['confirmAppointmentSlot', 'cancelAppointmentSlot', 'postponeAppointmentSlot']

describe('A zone that is read only', () => {
  test('gets no call that writes, and one login', async () => {
    await playAll(openZone(imitation(), environment))
    const operations = (await journal()).map(({ operation }) => operation)
    expect(operations.filter((operation) => writing.includes(operation))).toEqual([])
    expect(operations).toEqual([
      'getMophAccessToken',
      'getHospitalDepartment',
      'getHospitalRoom',
      'getHospitalSlotByMonth',
      'getHospitalSlotByDate',
      'getHospitalSlotByDate',
      'getHospitalSlotGroupByProvince',
      'getAppointment',
      'getHospitalSlotConfirmByDate',
    ])
  })

  test('passes what reads, skips what writes with the reason, and blocks what builds on that', async () => {
    const results = await playAll(openZone(imitation(), environment), story)
    expect(stepsWith('skip', results)).toEqual([
      'login/wrong-password',
      'appointment/book',
      'appointment/book-twice',
      'appointment/postpone',
      'appointment/cancel',
      'appointment/full',
    ])
    expect(step('appointment/book', results).message).toBe('it writes, and imitation is read only')
    expect(step('login/wrong-password', results).message).toBe('a refused login counts towards the lock of a real account')
    expect(stepsWith('blocked', results)).toHaveLength(6)
    expect(stepsWith('pass', results)).toHaveLength(13)
    expect(exitOf(results)).toBe(0)
  })

  test('skips what is about a patient where none is named', async () => {
    const { patient: _patient, ...nobody } = imitation()
    const results = await playAll(openZone(nobody, environment))
    expect(step('appointment/look-up-before', results)).toMatchObject({
      verdict: 'skip',
      message: expect.stringContaining('names no patient'),
    })
  })

  test('is not written to by a step that is mistaken for a reading one: the harness holds the call back', async () => {
    const stage = openZone(imitation(), environment)
    const scenario = {
      name: 'mistaken',
      title: { en: 'x', th: 'x' },
      source: 'x',
      upstreams: [],
      script: () => ({
        steps: [
          {
            id: 'mistaken',
            title: { en: 'x', th: 'x' },
            operation: 'getAppointment' as const,
            play: async () => {
              const query = { hospital_code: '00000', cid: '0000000000000', hospital_appointment_slot_id: 9999 }
              return String(await stage.moph.appointment.cancelAppointmentSlot(query))
            },
          },
        ],
      }),
    }
    const results = [await play(scenario, stage)]
    expect(step('mistaken/mistaken', results)).toMatchObject({
      verdict: 'error',
      message: 'the harness held back a write: cancelAppointmentSlot',
    })
    expect((await journal()).map(({ operation }) => operation)).toEqual(['getMophAccessToken'])
  })

  test('is asked for a facility of its own choice', async () => {
    const results = await playAll(openZone(imitation({ hospitalCode: '99990' }), environment), ['appointment'])
    // That hospital of the demo world has nothing set up, which at a real zone is nobody's fault.
    expect(step('appointment/find-department', results)).toMatchObject({
      verdict: 'skip',
      message: 'there is no department, so there is nothing to compare',
    })
    expect(stepsWith('fail', results)).toEqual([])
  })

  test('gets no more calls in a second than it may', async () => {
    const stage = openZone(imitation({ callsPerSecond: 20 }), environment)
    const started = performance.now()
    await playAll(stage, ['appointment'])
    expect(stage.wire.calls).toHaveLength(9)
    expect(performance.now() - started).toBeGreaterThan((9 - 1) * 50 - 10)
  })
})

describe('A zone that may be written to', () => {
  test('gets the whole story, and nothing is left behind', async () => {
    const results = await playAll(openZone(imitation({ effect: 'write' }), environment), story)
    expect(stepsWith('skip', results)).toEqual(['login/wrong-password'])
    expect(stepsWith('pass', results)).toHaveLength(24)
    expect(await bookingsLeft()).toBe(0)
  })

  test('gets back a booking that a broken run still holds', async () => {
    const twice = (request: { body: string }, nth: number) => {
      if (nth === 2) request.body = request.body.replace(/"schedule_id":\d+/, '"schedule_id":999')
    }
    const { origin } = await startMeddler(sandbox.url, [{ action: 'ConfirmAppointmentSlot', before: twice }])
    const results = await playAll(openZone(imitation({ effect: 'write' }, origin), environment), ['appointment'])
    expect(stepsWith('fail', results)).toEqual(['appointment/book-twice'])
    const operations = (await journal()).map(({ operation }) => operation)
    expect(operations.filter((operation) => operation === 'cancelAppointmentSlot')).toHaveLength(2)
    expect(await bookingsLeft()).toBe(0)
    expect(results[0]!.warnings).toEqual([])
  })

  test('a booking that could not be given back, or may have been made, is told', async () => {
    const { origin } = await startMeddler(sandbox.url, [
      { action: 'CancelAppointmentSlot', instead: plain(400, 'not today') },
      { action: 'ConfirmAppointmentSlot', after: onCall(3, (passing) => Object.assign(passing, { status: 503 })) },
    ])
    const results = await playAll(openZone(imitation({ effect: 'write' }, origin), environment), ['appointment'])
    expect(step('appointment/full', results).verdict).toBe('unavailable')
    expect(results[0]!.warnings).toEqual([
      `schedule 998 on ${bangkokDay(7)} at hospital 99999 may hold a booking of the patient, look it up and cancel it`,
      expect.stringMatching(/^booking 8888 at hospital 99999 may still be there, cancel it by hand: .*not today$/),
    ])
  })

  test('books nobody whose name it does not know', async () => {
    const results = await playAll(openZone(imitation({ effect: 'write', patient: { cid: '1999900000048' } }), environment), ['appointment'])
    expect(step('appointment/book', results)).toMatchObject({
      verdict: 'skip',
      message: expect.stringContaining('cannot be booked without'),
    })
    expect(step('appointment/look-up-before', results).verdict).toBe('pass')
  })

  async function bookingsLeft(): Promise<number> {
    return (await sandbox.control('GET', '/patients/1999900000048/appointments')).json.length
  }
})

describe('A zone of MOPH Claim', () => {
  const variables = {
    MOPH_USER: 'moph-test',
    MOPH_PASSWORD: 'Password-1',
    MOPH_SECRET_KEY: '$moph-sandbox-test-key-fdh',
    MOPH_HOSPITAL_CODE: '99999',
  }
  const upstreams = () => ({
    'moph-account': `${sandbox.url}/uat-fdh.inet.co.th`,
    'moph-claim': `${sandbox.url}/uat-moph-nhso.inet.co.th`,
  })

  test('gets a login and nothing else where it is read only', async () => {
    const results = await playAll(openZone(imitation({ upstreams: upstreams() }), variables), ['claim'])
    expect(stepsWith('pass', results)).toEqual(['claim/log-in'])
    expect(step('claim/send-dmht', results).message).toBe('it writes, and imitation is read only')
    expect((await journal()).map(({ operation }) => operation)).toEqual(['getMophAccessToken'])
  })

  test('gets the claims where it may be written to, and is not asked what nobody documents', async () => {
    const results = await playAll(openZone(imitation({ upstreams: upstreams(), effect: 'write' }), variables), ['claim'])
    expect(stepsWith('pass', results)).toEqual(['claim/log-in', 'claim/send-dmht', 'claim/send-epi', 'claim/send-dt', 'claim/status'])
    expect(stepsWith('skip', results)).toEqual(['claim/unknown-transaction', 'claim/duplicate', 'claim/decided'])
    expect(results[0]!.warnings).toHaveLength(3)
    for (const warning of results[0]!.warnings)
      expect(warning).toMatch(/^claim [0-9a-f-]{36} \(seq verify-\w+-\d\) stays there: no call takes a claim back$/)
  })

  test('says of a claim that may have been taken that it may be there', async () => {
    const { origin } = await startMeddler(sandbox.url, [{ action: 'dmht', after: (passing) => Object.assign(passing, { status: 503 }) }])
    const zone = imitation({
      effect: 'write',
      upstreams: { 'moph-account': `${origin}/uat-fdh.inet.co.th`, 'moph-claim': `${origin}/uat-moph-nhso.inet.co.th` },
    })
    const results = await playAll(openZone(zone, variables), ['claim'])
    expect(step('claim/send-dmht', results).verdict).toBe('unavailable')
    expect(results[0]!.warnings[0]).toMatch(/^a claim with seq verify-\w+-1 may stay there: no call takes a claim back$/)
  })

  test('gets no claim of somebody whose name it does not know', async () => {
    const zone = imitation({ upstreams: upstreams(), effect: 'write', patient: { cid: '1999900000048' } })
    const results = await playAll(openZone(zone, variables), ['claim'])
    expect(step('claim/send-dmht', results)).toMatchObject({
      verdict: 'skip',
      message: expect.stringContaining('cannot be claimed for without'),
    })
  })

  test('is known by its name', () => {
    expect(knownZones.find(({ name }) => name === 'uat-fdh')).toMatchObject({
      effect: 'read',
      upstreams: { 'moph-account': 'https://uat-fdh.inet.co.th', 'moph-claim': 'https://uat-moph-nhso.inet.co.th' },
    })
  })
})

describe('A zone of MOPH Connect', () => {
  const connectZone = (change: Partial<Zone> = {}) =>
    imitation({ upstreams: { 'moph-connect': `${sandbox.url}/mophconnect.go.th/test/api` }, effect: 'write', ...change })
  const connectUser = '5bedb4000000000000000002'

  test('is played without credentials; what only a sandbox answers in a known way is skipped', async () => {
    const results = await playAll(openZone(connectZone({ connectUser }), {}))
    expect(stepsWith('pass', results)).toEqual(['connect/queue-card', 'connect/reminders', 'connect/near-turn'])
    expect(exitOf(results)).toBe(0)
    const { json } = await sandbox.control('GET', `/connect/chats/test/${connectUser}/deliveries`)
    expect(json.length).toBeGreaterThanOrEqual(6)
  })

  test('sends nobody anything where no tester is named', async () => {
    const stage = openZone(connectZone(), {})
    const results = await playAll(stage, ['connect'])
    expect(step('connect/queue-card', results)).toMatchObject({ verdict: 'skip', message: expect.stringContaining('connectUser') })
    expect(stage.wire.calls).toEqual([])
  })
})

describe('A zone of NHSO', () => {
  const nhsoZone = (change: Partial<Zone> = {}) =>
    imitation({
      upstreams: { 'nhso-authen': `${sandbox.url}/test.nhso.go.th` },
      nhso: { token: 'ZONE_NHSO_TOKEN', pid: '1999900000013' },
      effect: 'write',
      hospitalCode: '99999',
      ...change,
    })
  const withToken = async () => ({ ZONE_NHSO_TOKEN: (await sandbox.control('GET', '/nhso/test/tokens/99999')).json.token })

  test('is played with its token alone, reading only, whatever it allows', async () => {
    const stage = openZone(nhsoZone(), await withToken())
    const results = await playAll(stage)
    expect(stepsWith('pass', results)).toEqual(['nhso-authen/right', 'nhso-authen/status-before'])
    expect(step('nhso-authen/code', results).message).toBe('no call takes an authen code or a closed visit back')
    expect(stage.wire.calls.map(({ operation }) => operation)).toEqual(['getRealPerson', 'checkAuthenStatus'])
    expect(JSON.stringify(results), 'no citizen id in a report').not.toContain('1999900000013')
  })

  test('calls nothing without the token, or without a test person', async () => {
    const without = openZone(nhsoZone(), {})
    expect(step('nhso-authen/right', await playAll(without)).message).toBe('not set in the environment: ZONE_NHSO_TOKEN')
    const nobody = openZone(nhsoZone({ nhso: { token: 'ZONE_NHSO_TOKEN' } }), await withToken())
    expect(step('nhso-authen/right', await playAll(nobody))).toMatchObject({
      verdict: 'skip',
      message: expect.stringContaining('nhso.pid'),
    })
    expect([...without.wire.calls, ...nobody.wire.calls]).toEqual([])
  })

  test('is production where its status is', () => {
    const stage = openZone(nhsoZone({ nhso: { token: 'x', statusUrl: 'https://authenucws.nhso.go.th' } }), {})
    expect(stage.effect).toBe('read')
  })
})

describe('Credentials', () => {
  test.each([
    [{}, 'not set in the environment: MOPH_USER, MOPH_HOSPITAL_CODE, MOPH_PASSWORD and MOPH_SECRET_KEY (or MOPH_PASSWORD_HASH)'],
    [{ ...environment, MOPH_SECRET_KEY: '' }, 'not set in the environment: MOPH_SECRET_KEY (or MOPH_PASSWORD_HASH)'],
    [{ ...environment, MOPH_USER: undefined }, 'not set in the environment: MOPH_USER'],
    [{ MOPH_USER: 'demo', MOPH_PASSWORD_HASH: 'ab' }, 'not set in the environment: MOPH_HOSPITAL_CODE'],
  ])('%o: everything is skipped, and what is missing is named', async (variables, reason) => {
    const stage = openZone(imitation(), variables)
    const results = await playAll(stage)
    expect(stepsWith('skip', results)).toHaveLength(allSteps)
    expect(step('appointment/log-in', results).message).toBe(reason)
    expect(stage.target.description).toContain(reason)
    expect(stage.wire.calls).toEqual([])
    expect(exitOf(results)).toBe(2)
  })

  test('a hash made beforehand is enough', async () => {
    const { json } = await sandbox.control('GET', '/status')
    const { password_hash } = json.accounts.find(({ user }: { user: string }) => user === 'demo')
    const variables = { MOPH_USER: 'demo', MOPH_HOSPITAL_CODE: '99999', MOPH_PASSWORD_HASH: password_hash.toUpperCase() }
    expect(stepsWith('pass', await playAll(openZone(imitation(), variables), ['login']))).toHaveLength(4)
  })

  test('wrong ones are tried once in a run, whatever it plays', async () => {
    const results = await playAll(openZone(imitation(), { ...environment, MOPH_PASSWORD: 'wrong' }))
    expect(stepsWith('fail', results)).toEqual(['login/token', 'appointment/log-in'])
    expect(step('login/token', results).message).toContain('refused with 401')
    expect((await journal()).map(({ operation }) => operation)).toEqual(['getMophAccessToken'])
  })

  test('a token that the zone refuses everywhere does not lead to a second login', async () => {
    const refused = ['GetHospitalDepartment', 'GetHospitalSlotByMonth', 'Appointment'].map((action) => ({
      action,
      instead: plain(401, 'no'),
    }))
    const { origin, received } = await startMeddler(sandbox.url, refused)
    const results = await playAll(openZone(imitation({}, origin), environment))
    expect(stepsWith('fail', results)).toEqual(['appointment/find-department', 'appointment/free-by-month', 'appointment/look-up-before'])
    expect(received.filter(({ url }) => url.includes('/token?'))).toHaveLength(1)
  })
})

describe('A zone that is out of order is unavailable: no failure, and no success', () => {
  const outages: [string, Answer, RegExp][] = [
    [
      '503',
      plain(503, 'closed for the night'),
      /^moph-account getMophAccessToken: the upstream failed with 503. It said: closed for the night/,
    ],
    ['502', plain(502, ''), /the upstream failed with 502/],
    ['504', plain(504, ''), /the upstream failed with 504/],
    ['522, which is Cloudflare', plain(522, ''), /the upstream failed with 522/],
    ['429', plain(429, 'slow down'), /refused with 429: slow down/],
    ['a broken connection', (response) => response.destroy(), /ECONNRESET/],
    ['no answer in time', () => {}, /no complete reply within 501 ms/],
  ]

  test.each(outages)('%s', async (_what, answer, message) => {
    const { origin, received } = await startServer(answer)
    const results = await playAll(openZone(imitation({ timeoutSeconds: 0.5 }, origin), environment))
    expectUnavailable(results, message)
    expect(received).toHaveLength(1)
  })

  test('nobody listens', async () => {
    expectUnavailable(await playAll(openZone(imitation({}, await closedPort()), environment)), /ECONNREFUSED/)
  })

  test('there is no such host', async () => {
    expectUnavailable(await playAll(openZone(imitation({}, 'http://nowhere.invalid'), environment)), /ENOTFOUND|EAI_AGAIN/)
  })

  test('nobody vouches for its certificate, and nothing is sent', async () => {
    const { origin, requests } = await startUntrusted()
    const results = await playAll(openZone(imitation({}, origin), environment))
    expectUnavailable(results, /DEPTH_ZERO_SELF_SIGNED_CERT.*NODE_EXTRA_CA_CERTS/)
    expect(requests).toEqual([])
  })

  test('it speaks TLS, or does not, where the other is expected', async () => {
    const { origin } = await startUntrusted()
    expectUnavailable(await playAll(openZone(imitation({}, origin.replace('https:', 'http:')), environment)), /ECONNRESET|HPE_/)
    const https = sandbox.url.replace('http:', 'https:')
    expectUnavailable(await playAll(openZone(imitation({}, https), environment)), /SSL|EPROTO|ECONNRESET/)
  })

  test('half way: what was compared before still counts', async () => {
    const { origin } = await startMeddler(sandbox.url, [{ action: 'GetHospitalSlotByMonth', instead: plain(503, '') }])
    const results = await playAll(openZone(imitation({}, origin), environment), ['appointment'])
    expect(stepsWith('unavailable', results)).toEqual(['appointment/free-by-month'])
    expect(stepsWith('pass', results)).toHaveLength(4)
    expect(exitOf(results)).toBe(0)
  })

  test('but a 500 is its own: it could be reached, and failed at a call that it should answer', async () => {
    const { origin } = await startServer(plain(500, 'oops'))
    const results = await playAll(openZone(imitation({}, origin), environment))
    expect(stepsWith('fail', results)).toEqual(['login/token', 'appointment/log-in'])
  })

  function expectUnavailable(results: ScenarioResult[], message: RegExp): void {
    expect(stepsWith('unavailable', results)).toEqual(['login/token', 'appointment/log-in'])
    expect(stepsWith('blocked', results)).toHaveLength(17)
    expect(step('login/token', results).message).toMatch(message)
    expect(exitOf(results)).toBe(2)
  }
})

describe('The known zones', () => {
  const production = { ...environment, MOPH_UAT_FDH_USER: 'x', MOPH_UAT_FDH_HOSPITAL_CODE: '99999', MOPH_UAT_FDH_PASSWORD_HASH: 'ab' }
  const zone = (name: string) => knownZones.find((candidate) => candidate.name === name)!

  test('are read only, at five calls a second', () => {
    expect(knownZones.map(({ effect, callsPerSecond }) => [effect, callsPerSecond])).toEqual(
      knownZones.map(({ name }) => ['read', name.startsWith('nhso-') ? 0.2 : 5]),
    )
  })

  test('uat-fdh has the login only', async () => {
    const stage = openZone(zone('uat-fdh'), production)
    expect(stage.missing('moph-account')).toBeUndefined()
    expect(stage.missing('moph-appointment')).toBe('uat-fdh has no moph-appointment')
  })

  test('moph-connect-test asks for no login, and plays nothing, as every call sends somebody a message', async () => {
    const stage = openZone(zone('moph-connect-test'), {})
    expect(stage.missing('moph-connect')).toBeUndefined()
    const results = await playAll(stage, ['connect'])
    expect(step('connect/queue-card', results).message).toBe('it writes, and moph-connect-test is read only')
    expect(stepsWith('skip', results)).toHaveLength(6)
    expect(stage.wire.calls).toEqual([])
  })

  test('moph-ic-sandbox has under /api/moph/ what the real host has under /api/', () => {
    const { rewrite } = zone('moph-ic-sandbox')
    expect(rewrite!(new URL('https://cloud4.hosxp.net/api/appointment/Appointment?cid=1')).href).toBe(
      'https://cloud4.hosxp.net/api/moph/appointment/Appointment?cid=1',
    )
    expect(rewrite!(new URL('https://cvp1.moph.go.th/token?Action=x')).href).toBe('https://cvp1.moph.go.th/token?Action=x')
  })

  test.each([
    ['404', plain(404, 'Cannot GET')],
    ['a page', plain(200, '<html>')],
  ])('where nobody knows whether an upstream is served, %s says nothing', async (_what, answer) => {
    const { origin } = await startMeddler(sandbox.url, [{ action: 'GetHospitalDepartment', instead: answer }])
    const results = await playAll(openZone(imitation({ unsure: ['moph-appointment'] }, origin), environment), ['appointment'])
    expect(step('appointment/find-department', results)).toMatchObject({
      verdict: 'unavailable',
      message: expect.stringContaining('the zone may not serve moph-appointment at all'),
    })
  })

  test('a wire that is rewritten still knows what it sends', async () => {
    const rewrite = (url: URL) => new URL(url.href.replace('/elsewhere/', '/'))
    const stage = openZone(imitation({ rewrite }, `${sandbox.url}/elsewhere`), environment)
    expect(stepsWith('pass', await playAll(stage))).toHaveLength(13)
  })
})

test('production is only ever read, whatever its configuration says', () => {
  const zone = imitation({ effect: 'write', upstreams: { 'moph-account': 'https://CVP1.moph.go.th.:443' } })
  expect(openZone(zone, environment)).toMatchObject({ effect: 'read', readOnlyReason: 'it writes, and production is only ever read' })
})

test('a configured target wins over a known zone of its name', () => {
  const upstreams = { 'moph-account': 'http://127.0.0.1:1' }
  const zones = zonesWith({ 'uat-fdh': { upstreams, credentials: { user: 'MY_USER' } } })
  expect(zones.filter(({ name }) => name === 'uat-fdh')).toMatchObject([{ upstreams, effect: 'read', callsPerSecond: 5 }])
  expect(zones[0]!.credentials).toMatchObject({ user: 'MY_USER', password: 'MOPH_PASSWORD' })
})

test('spoiling is what makes these tests fail, not the proxy', async () => {
  const { origin } = await startMeddler(sandbox.url, [{ action: 'GetHospitalDepartment', after: spoil(() => undefined) }])
  const results = await playAll(openZone(imitation({}, origin), environment))
  expect(stepsWith('pass', results)).toHaveLength(13)
})

/** A server whose certificate nobody vouches for. */
async function startUntrusted(): Promise<{ origin: string; requests: string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'moph-verify-tls-'))
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1', '-subj', '/CN=127.0.0.1']
  execFileSync('openssl', [...request, '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', cert], { stdio: 'ignore' })
  const requests: string[] = []
  const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (message, response) => {
    requests.push(message.url ?? '')
    response.end('{}')
  })
  rmSync(folder, { recursive: true })
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { origin: `https://127.0.0.1:${await portOf(server)}`, requests }
}
