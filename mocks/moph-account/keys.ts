import { createHmac, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Issuer } from './accounts.ts'

export const issuers: readonly Issuer[] = ['cvp1', 'fdh']

/**
 * Test secret keys for password_hash. They hold a `$` as the real one is known to, since a `$` doubled by a
 * docker-compose env file is a mistake that many have met.
 */
export const testSecretKeys: Record<Issuer, string> = { cvp1: '$moph-sandbox-test-key-cvp1', fdh: '$moph-sandbox-test-key-fdh' }

/** Test keys of the HS256 switch. */
export const hs256Keys: Record<Issuer, string> = {
  cvp1: 'moph-sandbox-test-only-hs256-key-of-cvp1-0000000000000000000000000000',
  fdh: 'moph-sandbox-test-only-hs256-key-of-fdh-00000000000000000000000000000',
}

const file = (issuer: Issuer, kind: 'private' | 'public') =>
  readFileSync(new URL(`keys/${issuer}.test-only.${kind}.pem`, import.meta.url), 'utf8')
const privateKeys = new Map<Issuer, KeyObject>()
const publicKeys = new Map<Issuer, KeyObject>()

export function privateKey(issuer: Issuer): KeyObject {
  return cached(privateKeys, issuer, () => createPrivateKey(pem(file(issuer, 'private'))))
}

export function publicKey(issuer: Issuer): KeyObject {
  return cached(publicKeys, issuer, () => createPublicKey(file(issuer, 'public')))
}

export const publicKeyPem = (issuer: Issuer) => file(issuer, 'public')

/** HMAC-SHA256 of the password with the secret key, in hex (public clients). */
export function passwordHash(password: string, secretKey: string): string {
  return createHmac('sha256', secretKey).update(password).digest('hex')
}

/** The label above the key is for people. */
const pem = (text: string) => text.slice(text.indexOf('-----BEGIN'))

function cached(keys: Map<Issuer, KeyObject>, issuer: Issuer, read: () => KeyObject): KeyObject {
  const known = keys.get(issuer)
  if (known) return known
  const key = read()
  keys.set(issuer, key)
  return key
}
