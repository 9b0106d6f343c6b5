import { accountIn, type Claims, claimsOf, rolesIn } from '../claims.ts'
import type { Scenario, Step } from '../scenario.ts'
import { Skip } from '../skip.ts'

interface Learnt {
  claims?: Claims
}

/** The access token (MOPH Claim and Finance Account Center guide, step 3). */
export const login: Scenario = {
  name: 'login',
  title: { en: 'Logging in', th: 'การเข้าสู่ระบบ' },
  source: 'MOPH Claim and Finance Account Center guide, step 3 (Authentication)',
  upstreams: ['moph-account'],
  script: () => ({ steps: steps({}) }),
}

const steps = (learnt: Learnt): Step[] => [
  {
    id: 'token',
    title: { en: 'Log in and get a token', th: 'เข้าสู่ระบบและรับ token' },
    operation: 'getMophAccessToken',
    async play({ moph, expect }) {
      const claims = claimsOf(await moph.account.token())
      expect.that('the token can be read', claims !== undefined, 'a JWT with claims', 'something else')
      learnt.claims = claims!
      return 'a JWT'
    },
  },
  {
    id: 'claims',
    title: { en: 'The token says whose it is', th: 'token บอกว่าเป็นของใคร' },
    operation: 'getMophAccessToken',
    needs: ['token'],
    async play({ credentials, expect }) {
      const { iss, aud, sub } = learnt.claims!
      const { hospital_code } = accountIn(learnt.claims!)
      const names = { iss: typeof iss, aud: typeof aud }
      expect.equal('it names its issuer and its audience', names, { iss: 'string', aud: 'string' })
      const own = `${credentials.user}@${credentials.hospitalCode}`.toLowerCase()
      const isOwn = typeof sub === 'string' && sub.toLowerCase() === own
      expect.that('its subject is the login at the facility', isOwn, '<login>@<hospital_code> of the credentials', 'another')
      expect.equal('the account is of the same facility', hospital_code, credentials.hospitalCode)
      return 'issuer, audience, login and facility'
    },
  },
  {
    id: 'expiry',
    title: { en: 'The token says until when it is valid', th: 'token บอกเวลาหมดอายุ' },
    operation: 'getMophAccessToken',
    needs: ['token'],
    async play({ expect }) {
      const iat = Number(learnt.claims!.iat)
      const exp = Number(learnt.claims!.exp)
      const left = Math.round(exp - Date.now() / 1000)
      expect.that('it was issued before it expires', iat < exp, 'iat before exp', `iat ${iat}, exp ${exp}`)
      expect.that('it is valid for more than a minute', left > 60, 'more than 60 seconds left', `${left}`)
      return `${((exp - iat) / 3600).toFixed(1)} hours`
    },
  },
  {
    id: 'role',
    title: { en: 'The account may use the Appointment API', th: 'บัญชีมีสิทธิ์ APPOINTMENT_API' },
    operation: 'getMophAccessToken',
    needs: ['token'],
    async play({ stage, expect }) {
      const missing = stage.missing('moph-appointment')
      if (missing) throw new Skip(missing)
      const role = rolesIn(learnt.claims!).find((code) => code.startsWith('APPOINTMENT_API:'))
      expect.that('the token carries the role', role !== undefined, 'APPOINTMENT_API', 'no such role')
      return role!
    },
  },
  {
    id: 'wrong-password',
    title: { en: 'A wrong password is refused', th: 'รหัสผ่านผิดต้องถูกปฏิเสธ' },
    operation: 'getMophAccessToken',
    sandboxOnly: 'a refused login counts towards the lock of a real account',
    needs: ['token'],
    async play({ stage, expect }) {
      await expect.refused('the login', { status: 401, rule: 'moph-account/bad-credentials' }, () => stage.wrongLogin!())
      return 'refused with 401'
    },
  },
]
