import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TestHis } from '../../../fixtures/harness/appointment.ts'
import { TestSandbox } from '../../../fixtures/harness/sandbox.ts'

const departments = '/api/appointment/AppointmentSlot?Action=GetHospitalDepartment&hospital_code=99999'

describe('a request is addressed', () => {
  let sandbox: TestSandbox
  let token: string

  beforeAll(async () => {
    sandbox = await TestSandbox.start()
    token = await sandbox.token()
    await sandbox.control('POST', '/workspaces', { name: 'trial', world: 'empty' })
  })
  afterAll(() => sandbox.close())

  const get = (path: string, headers: Record<string, string> = {}) =>
    sandbox.send(path, { headers: { authorization: `Bearer ${token}`, ...headers } })
  const found = async (path: string, headers?: Record<string, string>) => (await get(path, headers)).json.result?.length
  const newestUrl = async (workspace = '') => (await sandbox.control('GET', '/journal?limit=1', undefined, workspace)).json[0].url

  it('by the real host in its path', async () => {
    expect(await found(`/cvp1.moph.go.th${departments}`)).toBe(3)
    expect(await newestUrl()).toBe(`https://cvp1.moph.go.th${departments}`)
  })

  it.each(['cvp1.moph.go.th', 'CVP1.MOPH.GO.TH', 'cvp1.moph.go.th:443', 'cvp1.moph.go.th:4010'])(
    'by a real Host header: %s',
    async (host) => {
      expect(await found(departments, { host })).toBe(3)
      expect(await newestUrl()).toBe(`https://cvp1.moph.go.th${departments}`)
    },
  )

  it('by a Host header of the other issuer, whose tokens are its own', async () => {
    const { text } = await sandbox.send('/token?Action=get_moph_access_token', {
      method: 'POST',
      body: { username: 'moph-test', password: 'Password-1' },
      headers: { host: 'fdh.moph.go.th' },
    })
    expect((await get(`/cvp1.moph.go.th${departments}`, { authorization: `Bearer ${text}` })).status).toBe(401)
  })

  it('to a workspace by its prefix, under either form', async () => {
    expect(await found(`/w/trial/cvp1.moph.go.th${departments}`)).toBe(0)
    expect(await found(`/w/trial${departments}`, { host: 'cvp1.moph.go.th' })).toBe(0)
    expect(await newestUrl('/w/trial')).toBe(`https://cvp1.moph.go.th${departments}`)
  })

  it('to a workspace by a header, which a prefix outweighs', async () => {
    expect(await found(`/cvp1.moph.go.th${departments}`, { 'x-sandbox-workspace': 'trial' })).toBe(0)
    expect(await found(`/w/default/cvp1.moph.go.th${departments}`, { 'x-sandbox-workspace': 'trial' })).toBe(3)
    expect((await sandbox.send('/control/status', { headers: { 'x-sandbox-workspace': 'trial' } })).json.workspace).toBe('trial')
  })

  it.each([
    ['/w/nobody/cvp1.moph.go.th/token', {}],
    ['/w/nobody', {}],
    ['/w//cvp1.moph.go.th/token', {}],
    ['/w/..%2f..%2fetc/cvp1.moph.go.th/token', {}],
    ['/w/__proto__/cvp1.moph.go.th/token', {}],
    ['/cvp1.moph.go.th/token', { 'x-sandbox-workspace': 'nobody' }],
  ])('to no workspace that there is not: %s', async (path, headers) => {
    const { status, json } = await get(path, headers)
    expect([status, json.error.rule]).toEqual([404, 'unknown-workspace'])
  })

  it('not to the control API by the name of a real host', async () => {
    expect((await get('/control/status', { host: 'cvp1.moph.go.th' })).status).toBe(404)
    expect((await get('/status', { host: 'control' })).status).toBe(404)
  })

  it('to the first of two Actions', async () => {
    const his = new TestHis(sandbox, token)
    expect((await his.slot('GetHospitalDepartment', { hospital_code: '99999' })).status).toBe(200)
    expect((await get(`/cvp1.moph.go.th${departments}&Action=GetHospitalRoom`)).json.result[0]).not.toHaveProperty('room_id')
  })
})
