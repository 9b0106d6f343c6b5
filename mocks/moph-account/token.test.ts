import { createHmac, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { start, testWorld } from '../testing/world.ts'
import { hs256Keys } from './keys.ts'

const committedKey = readFileSync(new URL('keys/cvp1.test-only.public.pem', import.meta.url), 'utf8')
const startSeconds = Date.parse(start) / 1000
const encoded = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
const decoded = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))

/** Split by hand: the library that signs is not asked. */
function parts(token: string) {
  const [head, body, signature] = token.split('.') as [string, string, string]
  return { head, body, signature, header: decoded(head), claims: decoded(body), signed: Buffer.from(`${head}.${body}`) }
}

describe('The access token', () => {
  const world = testWorld()
  const token = async (user = 'demo', hospital_code = '99999') => (await world.logIn(user, { hospital_code })).text
  const switches = (change: object) => world.control('PATCH', '/switches', { 'moph-account': change })
  const refusedBy = async (authorization: string) => {
    const reply = await world.callWith(authorization)
    expect(reply.status).toBe(401)
    expect(reply.json).toMatchObject({ result: null, MessageCode: 401 })
    return (await world.rules()).filter((rule) => rule.startsWith('moph-appointment/'))
  }

  describe('is built as real ones are', () => {
    it('with exactly these claims', async () => {
      const { header, claims } = parts(await token())
      expect(header).toEqual({ alg: 'RS512', typ: 'JWT' })
      const roles = ['APPOINTMENT_API:1', 'APPOINTMENT_DASHBOARD:1', 'IMMUNIZATION_SLOT:1', 'IMMUNIZATION_SLOT_MANAGER:1']
      const opaque = expect.stringMatching(/^[0-9a-f]{64}$/)
      expect(claims).toEqual({
        iss: 'MOPH Account Center',
        aud: 'MOPH API',
        sub: 'demo@99999',
        iat: startSeconds,
        exp: startSeconds + 5 * 3600,
        client: {
          user_id: 1,
          login: 'demo',
          name: 'เจ้าหน้าที่ ทดสอบ',
          hospital_name: 'รพ.ทดสอบปลายทาง',
          hospital_code: '99999',
          email: 'demo@example.test',
          client_ip: '127.0.0.1',
          user_hash: opaque,
          account_activated: true,
          account_suspended: false,
          last_change_password: startSeconds,
          last_confirm_otp: startSeconds,
          cid_hash: opaque,
          cid_encrypt: opaque,
          cid_aes: opaque,
          scope: roles.map((code) => ({ code })),
          scope_list: roles.map((code) => `[${code}]`).join(''),
          role: ['moph-api'],
          access_code_level1: '"99999"',
          access_code_level2: '',
          access_code_level3: '',
          access_code_level4: '',
          access_code_level5: '',
        },
      })
    })

    it('with the level that was granted, the wider one where a role comes twice', async () => {
      expect(parts(await token('demo-province', '99998')).claims.client.scope_list).toBe('[APPOINTMENT_API:2][APPOINTMENT_DASHBOARD:2]')
      await world.control('PATCH', '/accounts/cvp1/demo-group', { roles: [{ code: 'APPOINTMENT_API', level: 3 }] })
      expect(parts(await token('demo-group')).claims.client.scope_list).toBe(
        '[APPOINTMENT_API:3][APPOINTMENT_DASHBOARD:1][IMMUNIZATION_SLOT:1][IMMUNIZATION_SLOT_MANAGER:1]',
      )
    })
  })

  describe('is signed', () => {
    it('with RS512: by the committed public key and by that of GET /control/keys', async () => {
      const { signed, signature } = parts(await token())
      const { json } = await world.control('GET', '/keys')
      expect(json.public_keys.cvp1).toBe(committedKey)
      for (const key of [committedKey, json.public_keys.cvp1]) {
        expect(verify('sha512', signed, key, Buffer.from(signature, 'base64url'))).toBe(true)
      }
      expect(verify('sha512', signed, json.public_keys.fdh, Buffer.from(signature, 'base64url')), 'each issuer has a key of its own').toBe(
        false,
      )
    })

    it('with HS256, as the guide prints, where the switch says so; both are accepted', async () => {
      const rs512 = await token()
      await switches({ algorithm: 'HS256' })
      const withHs256 = await token()
      const { header, head, body, signature } = parts(withHs256)
      expect(header).toEqual({ alg: 'HS256', typ: 'JWT' })
      const { json } = await world.control('GET', '/keys')
      expect(createHmac('sha256', json.hs256_keys.cvp1).update(`${head}.${body}`).digest('base64url')).toBe(signature)
      for (const each of [rs512, withHs256]) expect((await world.callWith(`Bearer ${each}`)).status).toBe(200)
    })
  })

  describe('runs out', () => {
    it.each([60, 5 * 3600, 23 * 3600])(
      'after the %i seconds of the switch, by the clock of the workspace, and never later',
      async (lifetime_seconds) => {
        await switches({ lifetime_seconds })
        const issued = await token()
        expect(parts(issued).claims.exp).toBe(startSeconds + lifetime_seconds)
        await world.advance({ seconds: lifetime_seconds - 1 })
        expect((await world.callWith(`Bearer ${issued}`)).status).toBe(200)
        await world.advance({ seconds: 1 })
        expect(await refusedBy(`Bearer ${issued}`)).toEqual(['moph-appointment/token-expired'])
        await world.advance({ days: 1 })
        expect(await refusedBy(issued)).toEqual(['moph-appointment/token-expired'])
        expect((await world.callWith(`Bearer ${await token()}`)).status).toBe(200)
      },
    )
  })

  describe('is refused', () => {
    it('where it was issued by MOPH Finance Account Center', async () => {
      const { text } = await world.send('/fdh.moph.go.th/token?Action=get_moph_access_token', {
        method: 'POST',
        body: { username: 'moph-test', password: 'Password-1' },
      })
      expect(await refusedBy(`Bearer ${text}`)).toEqual(['moph-appointment/token-of-another-issuer'])
    })

    const spoilt: [what: string, spoil: (token: string) => string][] = [
      ['other claims under the old signature', (token) => rebuilt(token, ({ claims }) => ({ ...claims, exp: claims.exp + 1 }))],
      [
        'another role under the old signature',
        (token) => token.replace(parts(token).body, encoded(JSON.stringify(parts(token).claims).replace('_API:1', '_API:3'))),
      ],
      ['another signature', (token) => `${token.slice(0, -4)}AAAA`],
      ['no signature', (token) => token.slice(0, token.lastIndexOf('.') + 1)],
      ['two parts', (token) => token.slice(0, token.lastIndexOf('.'))],
      ['claims that are not JSON', (token) => token.replace(parts(token).body, encoded('no JSON'))],
      ['claims that are no object', (token) => token.replace(parts(token).body, encoded('null'))],
      ['a header that is not JSON', (token) => token.replace(parts(token).head, encoded('no JSON'))],
      ['the algorithm `none`', (token) => `${encoded({ alg: 'none', typ: 'JWT' })}.${parts(token).body}.`],
      ['the algorithm `none` over the old signature', (token) => token.replace(parts(token).head, encoded({ alg: 'none', typ: 'JWT' }))],
      ['HS256 with the public key as the secret', (token) => signedAs(token, committedKey)],
      ['HS256 with the public key as the secret, trimmed', (token) => signedAs(token, committedKey.trim())],
      ['HS256 with an empty secret', (token) => signedAs(token, '')],
    ]

    it.each(spoilt)('with %s', async (_what, spoil) => {
      const good = await token()
      const bad = spoil(good)
      expect(bad).not.toBe(good)
      expect(await refusedBy(`Bearer ${bad}`)).toEqual(['moph-appointment/token-invalid'])
      expect((await world.callWith(`Bearer ${good}`)).status, 'the good one still holds').toBe(200)
    })

    const odd: [what: string, claims: object][] = [
      ['no end', { exp: undefined }],
      ['an end that is no number', { exp: '2099-01-01' }],
      ['no account', { client: undefined }],
      ['another audience', { aud: 'another API' }],
    ]

    it.each(odd)('with %s, although the test key of HS256 has signed it', async (_what, change) => {
      const claims = { ...parts(await token()).claims, ...change }
      expect(await refusedBy(`Bearer ${hs256(claims, hs256Keys.cvp1)}`)).toEqual(['moph-appointment/token-invalid'])
    })

    it('with roles that are no texts, although the test key of HS256 has signed it', async () => {
      const { claims } = parts(await token())
      claims.client.scope = [{ code: 5 }, {}]
      expect((await world.callWith(`Bearer ${hs256(claims, hs256Keys.cvp1)}`)).status).toBe(403)
    })

    it('where its account’s tokens are revoked; the next login gives one that holds', async () => {
      const [old, others] = [await token(), await token('demo-group')]
      expect((await world.callWith(`Bearer ${old}`)).status).toBe(200)
      expect((await world.control('POST', '/accounts/cvp1/demo/revoke')).status).toBe(204)
      expect(await refusedBy(`Bearer ${old}`)).toEqual(['moph-appointment/token-invalid'])
      expect((await world.callWith(`Bearer ${await token()}`)).status).toBe(200)
      expect((await world.callWith(`Bearer ${others}`)).status).toBe(200)
    })
  })

  it.each([
    ['the quotes of a JSON string', (token: string) => `Bearer "${token}"`, /^Take the quotes off/],
    ['the whole reply', (token: string) => `Bearer {"token": ${token}}`, /^The header must hold the token alone/],
  ])('spoilt on its way by %s gets a hint that repairs it', async (_what, header, hint) => {
    expect(await refusedBy(header(await token()))).toEqual(['moph-appointment/token-invalid'])
    const { json } = await world.control('GET', '/journal?limit=1')
    const finding = json[0].findings.find(({ rule }: { rule: string }) => rule === 'moph-appointment/token-invalid')
    expect(finding.hint.en).toMatch(hint)
    expect(finding.seen).toBe('(secret)')
  })
})

function rebuilt(token: string, change: (token: ReturnType<typeof parts>) => unknown): string {
  const { head, signature } = parts(token)
  return `${head}.${encoded(change(parts(token)))}.${signature}`
}

const signedAs = (token: string, secret: string) => hs256(parts(token).claims, secret)

function hs256(claims: unknown, secret: string): string {
  const unsigned = `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded(claims)}`
  return `${unsigned}.${createHmac('sha256', secret).update(unsigned).digest('base64url')}`
}
