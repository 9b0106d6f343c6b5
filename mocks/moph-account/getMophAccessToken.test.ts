import { describe, expect, it } from 'vitest'
import { jwtForm, testWorld, tokenPath } from '../testing/world.ts'
import { passwordHash, testSecretKeys } from './keys.ts'

const password_hash = passwordHash('Password-1', testSecretKeys.cvp1)
const credentials = { user: 'demo', password_hash, hospital_code: '99999' }
const inQuery = `&user=demo&password_hash=${password_hash}&hospital_code=99999`

describe('POST get_moph_access_token', () => {
  const world = testWorld()
  const post = (body: unknown, query = '') => world.send(`${tokenPath}${query}`, { method: 'POST', body })

  it('answers the raw JWT as text, as public clients read it', async () => {
    const reply = await post(credentials)
    expect(reply.status).toBe(200)
    expect(reply.headers['content-type']).toBe('text/plain; charset=utf-8')
    expect(reply.text).toMatch(jwtForm)
    expect(await world.findings()).toEqual([])
  })

  it('answers a JSON string where the switch token_form says so', async () => {
    await world.control('PATCH', '/switches', { 'moph-account': { token_form: 'quoted' } })
    const reply = await post(credentials)
    expect(reply.headers['content-type']).toBe('application/json; charset=utf-8')
    expect(reply.json).toMatch(jwtForm)
  })

  it('takes the form of the guide’s screenshot, with a remark', async () => {
    const reply = await world.send('/fdh.moph.go.th/token?Action=get_moph_access_token', {
      method: 'POST',
      body: { username: 'moph-test', password: 'Password-1' },
    })
    expect(reply.text).toMatch(jwtForm)
    expect(await world.findings()).toMatchObject([
      { rule: 'moph-account/plain-password-form', severity: 'warning', pointer: '/body/password', seen: '(secret)' },
    ])
  })

  it('compares the hash in upper case too', async () => {
    expect((await post({ ...credentials, password_hash: password_hash.toUpperCase() })).status).toBe(200)
    expect(await world.findings()).toEqual([])
  })

  it('takes everything in the query and an empty body, with a remark', async () => {
    const reply = await post(undefined, inQuery)
    expect(reply.text).toMatch(jwtForm)
    expect(await world.rules()).toEqual(['moph-account/undocumented-token-form'])
  })

  it('takes JSON that is labelled as a form (curl -d), with a remark', async () => {
    const reply = await world.send(tokenPath, {
      method: 'POST',
      raw: JSON.stringify(credentials),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect(reply.text).toMatch(jwtForm)
    expect(await world.findings()).toMatchObject([
      { rule: 'moph-account/form-content-type', severity: 'warning', pointer: '/headers/content-type' },
    ])
  })

  it('refuses a body that really is a form', async () => {
    const reply = await world.send(tokenPath, {
      method: 'POST',
      raw: inQuery.slice(1),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect(reply.status).toBe(400)
    expect(await world.rules()).toEqual(['form-instead-of-json'])
  })

  it('goes by the body where body and query name someone', async () => {
    const reply = await post(credentials, inQuery.replace('user=demo', 'user=nobody'))
    expect(reply.status).toBe(200)
  })

  it.each([
    ['without any credentials', ''],
    ['with a part of them', '&user=demo&hospital_code=99999'],
  ])('refuses a call %s', async (_what, query) => {
    const reply = await post(undefined, query)
    expect(reply.status).toBe(400)
    expect(reply.json).toMatchObject({ result: null, MessageCode: 400 })
    expect(await world.rules()).toEqual(['moph-account/credentials-missing'])
  })

  it.each([
    ['a hash that is none', { ...credentials, password_hash: 'Password-1' }, '/body/password_hash'],
    ['a hospital code of 4 digits', { ...credentials, hospital_code: '9999' }, '/body/hospital_code'],
    ['a hospital code as a number', { ...credentials, hospital_code: 99999 }, '/body/hospital_code'],
    ['no password', { username: 'moph-test' }, '/body'],
  ])('refuses %s, and does not show secrets', async (_what, body, pointer) => {
    expect((await post(body)).status).toBe(400)
    const findings = await world.findings()
    expect(findings.map((finding) => finding.pointer)).toContain(pointer)
    expect(JSON.stringify(findings)).not.toContain('Password-1')
  })

  const { password_hash: _hash, ...halfHashed } = credentials
  const plain = { username: 'demo', password: 'Password-1' }

  it.each([
    ['half of the other one', { ...halfHashed, ...plain }],
    ['a hash of another type', { ...halfHashed, ...plain, password_hash: 5 }],
    ['a login of another type', { ...credentials, ...plain, user: { $ne: null } }],
    ['an odd login name of the other form', { ...credentials, username: { $ne: null }, password: 5 }],
  ])('goes by the form that is whole, beside %s', async (_what, body) => {
    const reply = await post(body)
    expect(reply.status).toBe(200)
    expect(reply.text).toMatch(jwtForm)
  })
})
