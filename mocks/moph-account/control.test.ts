import { describe, expect, it } from 'vitest'
import { jwtForm, testWorld } from '../testing/world.ts'

const api = { code: 'APPOINTMENT_API', level: 1 }
const newcomer = { issuer: 'cvp1', login: 'newcomer', password: 'Password-1', hospital_code: '99999' }

describe('The administrator of an account centre', () => {
  const world = testWorld()
  const create = (change: object = {}) => world.control('POST', '/accounts', { ...newcomer, ...change })
  const change = (login: string, change: object) => world.control('PATCH', `/accounts/cvp1/${login}`, change)
  const logIn = async (user: string) => {
    const { status, text } = await world.logIn(user)
    return status === 200 ? 'token' : `${status} ${(await world.rules()).at(-1) ?? text}`
  }

  it('creates an account, activates it and grants a role: then it logs in, and calls', async () => {
    const { status, json } = await create()
    expect(status).toBe(201)
    expect(json).toEqual({
      issuer: 'cvp1',
      login: 'newcomer',
      name: 'newcomer',
      hospital_code: '99999',
      email: 'newcomer@example.test',
      activated: false,
      suspended: false,
      locked_until: null,
      failures: 0,
      roles: [],
      groups: [],
      inherited_roles: [],
    })
    expect(await logIn('newcomer')).toBe('403 moph-account/account-not-activated')
    await change('newcomer', { activated: true })
    expect(await logIn('newcomer')).toBe('403 moph-account/account-without-role')
    await change('newcomer', { roles: [api] })
    const { text } = await world.logIn('newcomer')
    expect(text).toMatch(jwtForm)
    expect((await world.callWith(`Bearer ${text}`)).status).toBe(200)
  })

  it('suspends and lifts the suspension', async () => {
    await change('demo', { suspended: true })
    expect(await logIn('demo')).toBe('403 moph-account/account-suspended')
    await change('demo', { suspended: false })
    expect(await logIn('demo')).toBe('token')
  })

  it('unlocks, and locks for 15 minutes', async () => {
    expect((await change('demo-locked', { locked: false })).json).toMatchObject({ locked_until: null, failures: 0 })
    expect(await logIn('demo-locked')).toBe('token')
    expect((await change('demo-locked', { locked: true })).json.locked_until).toBe('2026-12-01T09:15:00')
    expect(await logIn('demo-locked')).toBe('401 moph-account/account-locked')
    await world.advance({ minutes: 15 })
    expect(await logIn('demo-locked')).toBe('token')
  })

  it('changes the password, and the token says when', async () => {
    await world.advance({ hours: 1 })
    await change('demo', { password: 'Password-2' })
    expect(await logIn('demo')).toBe('401 moph-account/bad-credentials')
    const { text } = await world.logIn('demo', { password: 'Password-2' })
    const { client } = JSON.parse(Buffer.from(text.split('.')[1]!, 'base64url').toString())
    expect(client.last_change_password).toBe(Date.parse('2026-12-01T10:00:00+07:00') / 1000)
  })

  it('grants and takes away roles: the next token says so', async () => {
    await change('demo', { roles: [{ code: 'APPOINTMENT_DASHBOARD', level: 1 }] })
    const { text } = await world.logIn()
    expect((await world.callWith(`Bearer ${text}`)).status).toBe(403)
    await change('demo', { roles: [] })
    expect(await logIn('demo')).toBe('403 moph-account/account-without-role')
  })

  it('grants roles through a group, and takes them away with it', async () => {
    const { json } = await world.control('PUT', '/groups/booking-desk', { roles: [api] })
    expect(json).toEqual({ name: 'booking-desk', roles: [api] })
    expect((await change('demo-no-role', { groups: ['booking-desk'] })).json).toMatchObject({
      roles: [],
      groups: ['booking-desk'],
      inherited_roles: [api],
    })
    expect(await logIn('demo-no-role')).toBe('token')
    await world.control('PUT', '/groups/booking-desk', { roles: [{ ...api, level: 2 }] })
    expect((await world.control('GET', '/accounts/cvp1/demo-no-role')).json.inherited_roles).toEqual([{ ...api, level: 2 }])
    expect((await world.control('DELETE', '/groups/booking-desk')).status).toBe(204)
    expect((await world.control('GET', '/accounts/cvp1/demo-no-role')).json).toMatchObject({ groups: [], inherited_roles: [] })
    expect(await logIn('demo-no-role')).toBe('403 moph-account/account-without-role')
  })

  it('lists groups and roles, the four of an appointment officer under their Thai names', async () => {
    expect((await world.control('GET', '/groups')).json.map(({ name }: { name: string }) => name)).toEqual(['appointment-officers'])
    const { json } = await world.control('GET', '/roles')
    expect(json.slice(0, 4)).toEqual([
      { code: 'APPOINTMENT_API', name: 'ใช้งาน MOPH Appointment API' },
      { code: 'APPOINTMENT_DASHBOARD', name: 'เข้าถึงข้อมูล Dashboard Appointment' },
      { code: 'IMMUNIZATION_SLOT', name: 'เข้าถึงข้อมูลตาราง Slot ระบบการฉีด Vaccine' },
      { code: 'IMMUNIZATION_SLOT_MANAGER', name: 'จัดการข้อมูลตาราง Slot ระบบการฉีด Vaccine' },
    ])
  })

  it('deletes an account: its login is unknown, and free again without the old roles', async () => {
    expect((await world.control('DELETE', '/accounts/cvp1/demo-group')).status).toBe(204)
    expect(await logIn('demo-group')).toBe('401 moph-account/bad-credentials')
    expect((await create({ login: 'demo-group' })).json).toMatchObject({ roles: [], groups: [] })
  })

  it('keeps the two centres apart: the same login may be an account of each', async () => {
    expect((await create({ issuer: 'fdh', login: 'demo', activated: true, roles: [{ code: 'MOPH_CLAIM_API', level: 1 }] })).status).toBe(
      201,
    )
    await world.control('PATCH', '/accounts/fdh/demo', { suspended: true })
    expect(await logIn('demo')).toBe('token')
    const logins = async (query: string) =>
      (await world.control('GET', `/accounts?${query}`)).json.map(({ login }: { login: string }) => login)
    expect(await logins('issuer=fdh')).toEqual(['moph-test', 'moph-test-00000', 'moph-no-claim', 'demo'])
    expect(await logins('issuer=cvp1&hospital_code=00000')).toEqual(['demo-00000'])
  })

  it('never sees a password', async () => {
    for (const path of ['/accounts', '/accounts/cvp1/demo']) expect((await world.control('GET', path)).text).not.toContain('Password-1')
  })

  it.each([
    ['a login that there is', 'POST', '/accounts', { ...newcomer, login: 'demo' }, 409, 'account-exists'],
    ['a facility that there is not', 'POST', '/accounts', { ...newcomer, hospital_code: '99991' }, 404, 'unknown-hospital'],
    ['reading an unknown account', 'GET', '/accounts/cvp1/nobody', undefined, 404, 'unknown-account'],
    ['reading an account at the other centre', 'GET', '/accounts/fdh/demo', undefined, 404, 'unknown-account'],
    ['changing an unknown account', 'PATCH', '/accounts/cvp1/nobody', { activated: true }, 404, 'unknown-account'],
    ['deleting an unknown account', 'DELETE', '/accounts/cvp1/nobody', undefined, 404, 'unknown-account'],
    ['revoking the tokens of an unknown account', 'POST', '/accounts/cvp1/nobody/revoke', undefined, 404, 'unknown-account'],
    ['a group that there is not', 'PATCH', '/accounts/cvp1/demo', { groups: ['nobody'] }, 404, 'unknown-group'],
    ['deleting a group that there is not', 'DELETE', '/groups/nobody', undefined, 404, 'unknown-group'],
  ])('is refused %s', async (_what, method, path, body, status, rule) => {
    const reply = await world.control(method, path, body)
    expect(reply.status).toBe(status)
    expect(reply.json.error.rule).toBe(rule)
  })

  it('changes nothing by a change that is refused in part', async () => {
    await change('demo', { suspended: true, groups: ['nobody'] })
    expect((await world.control('GET', '/accounts/cvp1/demo')).json.suspended).toBe(false)
  })
})
