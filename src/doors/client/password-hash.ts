import { createHmac } from 'node:crypto'

/**
 * The `password_hash` of a login: HMAC-SHA256 with the secret key as key and the plain password as message.
 * The secret key is what the Account Center mailed to the facility; a `$` in it is part of it (docker-compose env files need it doubled).
 *
 * @returns 64 lower-case hex digits
 * Source: public clients (no document describes it)
 */
export function passwordHash(password: string, secretKey: string): string {
  return createHmac('sha256', secretKey).update(password).digest('hex')
}
