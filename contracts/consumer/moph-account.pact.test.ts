import { MatchersV3 } from '@pact-foundation/pact'
import { expect } from 'vitest'
import { testSecretKeys } from '../../mocks/moph-account/keys.ts'
import { LoginRefusedError, type MophClient, passwordHash } from '../../src/doors/client/index.ts'
import { describePact, exampleToken, type Interaction, refusal, tokenForm } from './pact.ts'

const { regex } = MatchersV3
const user = 'demo'

const loginAt = (hospital_code: string): Interaction['request'] => ({
  method: 'POST',
  path: '/token',
  query: { Action: 'get_moph_access_token' },
  headers: { 'Content-Type': 'application/json' },
  body: { user, password_hash: passwordHash('Password-1', testSecretKeys.cvp1), hospital_code },
})
const request = loginAt('99999')

const logIn = async ({ account }: MophClient) => expect(await account.token()).toBe(exampleToken)
const isRefused =
  (status: number) =>
  async ({ account }: MophClient) => {
    const error = await account.token().catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(LoginRefusedError)
    expect(error).toMatchObject({ status, messageCode: status, upstreamMessage: expect.stringMatching(/./) })
  }

describePact('moph-account', [
  {
    title: 'a login',
    given: [{ description: 'the account may log in', parameters: { user } }],
    request,
    reply: { status: 200, headers: { 'Content-Type': regex('^text/plain.*', 'text/plain; charset=utf-8') }, body: exampleToken },
    replyRules: { body: { path: '$', rules: [regex(tokenForm, exampleToken)] } },
    call: logIn,
  },
  {
    title: 'a login that is answered with a JSON string',
    given: [{ description: 'the account may log in', parameters: { user } }, { description: 'tokens are sent as JSON strings' }],
    request,
    reply: {
      status: 200,
      headers: { 'Content-Type': regex('^application/json.*', 'application/json; charset=utf-8') },
      body: regex(tokenForm, exampleToken),
    },
    call: logIn,
  },
  {
    title: 'a login with a facility code of six digits',
    given: [{ description: 'the account may log in', parameters: { user } }],
    request: loginAt('099999'),
    hospitalCode: '099999',
    reply: refusal(400, 'hospital_code: ต้องเป็นตัวเลข 5 หลัก / must be 5 digits'),
    call: isRefused(400),
  },
  {
    title: 'a login with a wrong password',
    given: [{ description: 'the account has another password', parameters: { user } }],
    request,
    reply: refusal(401, 'ชื่อผู้ใช้ รหัสผ่าน หรือรหัสหน่วยบริการไม่ถูกต้อง / Login name, password or facility code is wrong'),
    call: isRefused(401),
  },
  {
    title: 'a login to a locked account',
    given: [{ description: 'the account is locked', parameters: { user } }],
    request,
    reply: refusal(401, 'บัญชีถูกล็อก 15 นาที / The account is locked for 15 minutes'),
    call: isRefused(401),
  },
  {
    title: 'a login to a suspended account',
    given: [{ description: 'the account is suspended', parameters: { user } }],
    request,
    reply: refusal(403, 'บัญชีถูกระงับการใช้งาน / The account is suspended'),
    call: isRefused(403),
  },
  {
    title: 'a login to an account that is not activated',
    given: [{ description: 'the account is not activated', parameters: { user } }],
    request,
    reply: refusal(403, 'บัญชียังไม่ได้เปิดใช้งาน / The account is not activated'),
    call: isRefused(403),
  },
  {
    title: 'a login to an account without a role',
    given: [{ description: 'the account holds no role', parameters: { user } }],
    request,
    reply: refusal(403, 'บัญชีไม่มีสิทธิ์ (Role) ใด ๆ / The account holds no role'),
    call: isRefused(403),
  },
])
