import { createHash } from 'node:crypto'
import jwt from 'jsonwebtoken'
import type { components } from '../../src/generated/moph-account.ts'
import { Refusal } from '../../src/upstream/refusal.ts'
import type { Headers } from '../../src/upstream/upstream.ts'
import type { Caller, World } from '../../src/upstream/world.ts'
import { findHospital } from '../population/people.ts'
import type { Issuer, RoleGrant } from './accounts.ts'
import { hs256Keys, issuers, privateKey, publicKey } from './keys.ts'
import type { AccountRow } from './tables.ts'

type Claims = components['schemas']['AccessTokenClaims']

/** A token as real ones are built (sample tokens of 2021, 2022 and 2024). */
export async function signToken(account: AccountRow, roles: readonly RoleGrant[], world: World): Promise<string> {
  const { algorithm, lifetime_seconds } = world.settings.switches['moph-account']
  const issuer = account.issuer as Issuer
  const revoked = world.settings.revokedBefore[`${issuer}/${account.login}`] ?? 0
  const iat = Math.max(Math.floor(world.clock.now() / 1000), revoked)
  const hospital = await findHospital(world.db, account.hospital_code)
  const codes = roles.map(({ code, level }) => `${code}:${level}`)
  const claims: Claims = {
    iss: 'MOPH Account Center',
    aud: 'MOPH API',
    sub: `${account.login}@${account.hospital_code}`,
    iat,
    exp: iat + lifetime_seconds,
    client: {
      user_id: account.user_id,
      login: account.login,
      name: account.name,
      hospital_name: hospital?.hospital_name ?? '',
      hospital_code: account.hospital_code,
      email: account.email,
      client_ip: world.via.address,
      user_hash: opaque('user', account),
      account_activated: account.activated === 1,
      account_suspended: account.suspended === 1,
      last_change_password: account.last_change_password,
      last_confirm_otp: account.last_change_password,
      cid_hash: opaque('cid_hash', account),
      cid_encrypt: opaque('cid_encrypt', account),
      cid_aes: opaque('cid_aes', account),
      scope: codes.map((code) => ({ code })),
      scope_list: codes.map((code) => `[${code}]`).join(''),
      role: ['moph-api'],
      access_code_level1: `"${account.hospital_code}"`,
      access_code_level2: '',
      access_code_level3: '',
      access_code_level4: '',
      access_code_level5: '',
    },
  }
  return jwt.sign(claims, algorithm === 'HS256' ? hs256Keys[issuer] : privateKey(issuer), { algorithm })
}

const opaque = (kind: string, account: AccountRow) =>
  createHash('sha256').update(`${kind}:${account.issuer}/${account.login}`).digest('hex')

/** What a verified token says; signatures are checked once. Test keys are the same in every workspace, so this is too. */
interface Verified extends Caller {
  issuer: Issuer
  issuedAt: number
  expiresAt: number
}

const verified = new Map<string, Verified>()
const mostVerified = 1000

/**
 * Who calls, from `Authorization: Bearer <jwt>` or the bare `<jwt>` that the appointment manual prints.
 * Refuses by the rules token-missing, -invalid, -expired, -of-another-issuer and role-missing of the upstream's spec.
 */
export function tokenOf(issuer: Issuer) {
  return async (roles: readonly string[], headers: Headers, { clock, settings }: World): Promise<Caller> => {
    const pointer = '/headers/authorization'
    const { authorization } = headers
    if (!authorization) throw new Refusal('token-missing', { pointer })
    const caller = verify(authorization)
    if (!caller) throw new Refusal('token-invalid', { pointer, seen: '(secret)', ...repair(tokenIn(authorization)) })
    if (caller.issuer !== issuer) throw new Refusal('token-of-another-issuer', { pointer, seen: caller.issuer })
    if (caller.expiresAt * 1000 <= clock.now())
      throw new Refusal('token-expired', { pointer, seen: new Date(caller.expiresAt * 1000).toISOString() })
    const revoked = settings.revokedBefore[`${issuer}/${caller.login}`]
    if (revoked !== undefined && caller.issuedAt < revoked)
      throw new Refusal('token-invalid', { pointer, seen: '(secret)', hint: revokedHint })
    const missing = roles.find((role) => !caller.scope.some((code) => code.startsWith(`${role}:`)))
    if (missing) throw new Refusal('role-missing', { pointer, seen: caller.scope })
    return caller
  }
}

const revokedHint = { th: 'token ถูกเพิกถอนแล้ว ให้ขอใหม่', en: 'The token has been revoked; log in again.' }

/** Two ways in which a good token is commonly spoiled on its way into the header. */
function repair(token: string): { hint?: { th: string; en: string } } {
  if (/^".*"$/.test(token))
    return { hint: { th: 'ตัดเครื่องหมายคำพูดรอบ token ออก', en: 'Take the quotes off the token: the reply was a JSON string.' } }
  if (/^bearer\s/i.test(token))
    return { hint: { th: 'มีคำว่า Bearer ซ้ำ ให้เหลือครั้งเดียว', en: 'The word Bearer stands there twice: leave it once.' } }
  if (/[\s{}]/.test(token))
    return { hint: { th: 'header ต้องมีเฉพาะ token', en: 'The header must hold the token alone, not the whole reply.' } }
  return {}
}

const tokenIn = (authorization: string) => authorization.replace(/^bearer\s+/i, '').trim()

/** The header that came last: most clients send the same one again, and comparing a kilobyte is cheaper than hashing it. */
let latest: { authorization: string; caller: Verified } | undefined

/** Remembered by the whole header, as it comes with every call. */
function verify(authorization: string): Verified | undefined {
  if (latest?.authorization === authorization) return latest.caller
  const caller = verified.get(authorization) ?? verifyAnew(authorization)
  if (caller) latest = { authorization, caller }
  return caller
}

function verifyAnew(authorization: string): Verified | undefined {
  const token = tokenIn(authorization)
  const caller = issuers.map((issuer) => verifyFor(issuer, token)).find((candidate) => candidate !== undefined)
  if (!caller) return undefined
  if (verified.size >= mostVerified) verified.clear()
  verified.set(authorization, caller)
  return caller
}

/** The header chooses between RS512 and HS256 with the key that belongs to it; a public key is never taken for a secret. */
function verifyFor(issuer: Issuer, token: string): Verified | undefined {
  try {
    // Throws where the claims are not JSON.
    const algorithm = jwt.decode(token, { complete: true })?.header.alg
    const claims = (algorithm === 'HS256'
      ? jwt.verify(token, hs256Keys[issuer], { algorithms: ['HS256'], audience: 'MOPH API', ignoreExpiration: true })
      : jwt.verify(token, publicKey(issuer), { algorithms: ['RS512'], audience: 'MOPH API', ignoreExpiration: true })) as unknown as Claims
    // The test key of HS256 is no secret: a token may be signed with it that never came from here.
    if (!Number.isFinite(claims.exp)) return undefined
    const { login, hospital_code, scope } = claims.client
    const codes = scope.map(({ code }) => String(code))
    return { issuer, login, hospitalCode: hospital_code, scope: codes, issuedAt: claims.iat, expiresAt: claims.exp }
  } catch {
    return undefined
  }
}
