import { describe, expect, it } from 'vitest'
import { dayAfter, jwtForm, testWorld, tokenPath } from '../testing/world.ts'
import { passwordHash, testSecretKeys } from './keys.ts'

describe('A login', () => {
  const world = testWorld()
  const wrong = { password: 'Wrong-1' }
  const fail = async (times: number, user = 'demo') => {
    for (let time = 0; time < times; time++) expect((await world.logIn(user, wrong)).status).toBe(401)
  }
  const account = async (login = 'demo') => (await world.control('GET', `/accounts/cvp1/${login}`)).json

  it.each([
    ['a wrong password', 'demo', wrong, 401, 'bad-credentials', '/body/password_hash'],
    ['another facility', 'demo', { hospital_code: '00000' }, 401, 'bad-credentials', '/body/hospital_code'],
    ['an unknown login', 'nobody', {}, 401, 'bad-credentials', '/body/user'],
    ['an account of the other issuer', 'moph-test', {}, 401, 'bad-credentials', '/body/user'],
    ['a locked account', 'demo-locked', {}, 401, 'account-locked', '/body'],
    ['an account that is not activated', 'demo-inactive', {}, 403, 'account-not-activated', '/body'],
    ['an account that is suspended', 'demo-suspended', {}, 403, 'account-suspended', '/body'],
    ['an account without a role', 'demo-no-role', {}, 403, 'account-without-role', '/body'],
  ])('is refused for %s', async (_what, user, change, status, rule, pointer) => {
    const reply = await world.logIn(user, change)
    expect(reply.status).toBe(status)
    expect(reply.json).toMatchObject({ result: null, MessageCode: status })
    expect(await world.findings()).toContainEqual(expect.objectContaining({ rule: `moph-account/${rule}`, pointer }))
  })

  it('is answered where the roles come from a group', async () => {
    expect((await world.logIn('demo-group')).text).toMatch(jwtForm)
  })

  it('is refused in the words of the rule alone where the switch error_form says text', async () => {
    await world.control('PATCH', '/switches', { 'moph-account': { error_form: 'text' } })
    const reply = await world.logIn('demo', wrong)
    expect(reply.status).toBe(401)
    expect(reply.headers['content-type']).toBe('text/plain; charset=utf-8')
    expect(reply.text).toBe('ชื่อผู้ใช้ รหัสผ่าน หรือรหัสหน่วยบริการไม่ถูกต้อง / Login name, password or facility code is wrong')
  })

  it('tells nobody whether it was the login or the password that is wrong', async () => {
    const [unknown, mistaken] = [await world.logIn('nobody'), await world.logIn('demo', wrong)]
    expect(unknown.text).toBe(mistaken.text)
  })

  it('takes the secret key of the workspace, as last set', async () => {
    const { json } = await world.control('PATCH', '/keys', { cvp1: '$own-key' })
    expect(json.secret_keys).toEqual({ ...testSecretKeys, cvp1: '$own-key' })
    expect((await world.logIn()).status).toBe(401)
    expect((await world.logIn('demo', { password_hash: passwordHash('Password-1', '$own-key') })).status).toBe(200)
  })

  describe('repeated with a wrong password', () => {
    it('locks the account for 15 minutes at the fifth failure, also against the right password', async () => {
      await fail(5)
      expect(await account()).toMatchObject({ failures: 5, locked_until: '2026-12-01T09:15:00' })
      for (const change of [{}, wrong]) {
        expect((await world.logIn('demo', change)).status).toBe(401)
        expect(await world.findings()).toContainEqual(expect.objectContaining({ rule: 'moph-account/account-locked', severity: 'error' }))
      }
      await world.advance({ minutes: 14, seconds: 59 })
      expect((await world.logIn()).status).toBe(401)
      await world.advance({ seconds: 1 })
      expect((await world.logIn()).status).toBe(200)
      expect(await account()).toMatchObject({ failures: 0, locked_until: null })
    })

    it('is not locked by four failures, and a good login starts the count again', async () => {
      await fail(4)
      expect((await world.logIn()).status).toBe(200)
      await fail(4)
      expect((await world.logIn()).status).toBe(200)
    })

    it('counts afresh after a lock has run out', async () => {
      await fail(5)
      await world.advance({ minutes: 15 })
      await fail(4)
      expect((await world.logIn()).status).toBe(200)
    })

    it('does not make a lock longer by trying on', async () => {
      await fail(5)
      await world.advance({ minutes: 10 })
      await fail(3)
      await world.advance({ minutes: 5 })
      expect((await world.logIn()).status).toBe(200)
    })

    it('counts the plain-password form and another facility’s code as well', async () => {
      const plain = () => world.send(tokenPath, { method: 'POST', body: { username: 'demo', password: 'Wrong-1' } })
      for (let time = 0; time < 3; time++) expect((await plain()).status).toBe(401)
      for (let time = 0; time < 2; time++) await world.logIn('demo', { hospital_code: '00000' })
      expect((await account()).locked_until).toBe('2026-12-01T09:15:00')
    })

    it('locks that account only, at the number of failures that the switch says', async () => {
      await world.control('PATCH', '/switches', { 'moph-account': { failures_before_lock: 2 } })
      await fail(2)
      expect((await account()).locked_until).toBe(`${dayAfter(0)}T09:15:00`)
      expect((await world.logIn('demo-group')).status).toBe(200)
    })

    it('locks an account too that could not have logged in anyway', async () => {
      await fail(5, 'demo-suspended')
      expect((await account('demo-suspended')).locked_until).not.toBeNull()
    })

    it('counts every one of many at the same time', async () => {
      await Promise.all(Array.from({ length: 20 }, () => world.logIn('demo', wrong)))
      expect((await account()).locked_until).toBe('2026-12-01T09:15:00')
      expect((await world.logIn()).status).toBe(401)
    })
  })
})
