import { expect, test } from 'vitest'
import { passwordHash } from './index.ts'

test('is HMAC-SHA256 with the secret key as key and the password as message (RFC 4231, test case 2)', () => {
  expect(passwordHash('what do ya want for nothing?', 'Jefe')).toBe('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843')
})
