import { describe, expect, it } from 'vitest'
import { jwtForm, testWorld, tokenPath } from '../testing/world.ts'
import { passwordHash, testSecretKeys } from './keys.ts'

describe('GET get_moph_access_token', () => {
  const world = testWorld()
  const get = (change: Record<string, string> = {}) => {
    const query = { user: 'demo', password_hash: passwordHash('Password-1', testSecretKeys.cvp1), hospital_code: '99999', ...change }
    return world.send(`${tokenPath}&${new URLSearchParams(query)}`)
  }

  it('answers a token, with a remark that the hash ends up in access logs', async () => {
    expect((await get()).text).toMatch(jwtForm)
    expect(await world.findings()).toMatchObject([
      { rule: 'moph-account/undocumented-token-form', severity: 'warning', pointer: '/query/password_hash', seen: '(secret)' },
    ])
  })

  it('keeps the hash out of the journal', async () => {
    await get()
    const { text } = await world.control('GET', '/journal')
    expect(text).not.toContain(passwordHash('Password-1', testSecretKeys.cvp1))
  })

  it.each([
    ['a wrong password', { password_hash: '0'.repeat(64) }, 401, 'bad-credentials', '/query/password_hash'],
    ['another facility', { hospital_code: '00000' }, 401, 'bad-credentials', '/query/hospital_code'],
    ['an unknown login', { user: 'nobody' }, 401, 'bad-credentials', '/query/user'],
    ['a locked account', { user: 'demo-locked' }, 401, 'account-locked', '/query'],
    ['an account that is not activated', { user: 'demo-inactive' }, 403, 'account-not-activated', '/query'],
    ['an account that is suspended', { user: 'demo-suspended' }, 403, 'account-suspended', '/query'],
    ['an account without a role', { user: 'demo-no-role' }, 403, 'account-without-role', '/query'],
  ])('refuses %s', async (_what, change, status, rule, pointer) => {
    const reply = await get(change)
    expect(reply.status).toBe(status)
    expect(reply.json).toMatchObject({ result: null, MessageCode: status })
    expect(await world.findings()).toContainEqual(expect.objectContaining({ rule: `moph-account/${rule}`, pointer }))
  })
})
