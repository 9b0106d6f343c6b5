import { createHash, createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { testWorld } from '../testing/world.ts'
import { testSecretKeys } from './keys.ts'

const key = testSecretKeys.cvp1
const hmac = (secret: string, message: string) => createHmac('sha256', secret).update(message).digest('hex')
const sha256 = (message: string) => createHash('sha256').update(message).digest('hex')

describe('A password_hash that is made wrong', () => {
  const world = testWorld()
  const hintFor = async (password_hash: string): Promise<{ th: string; en: string }> => {
    expect((await world.logIn('demo', { password_hash })).status).toBe(401)
    const { json } = await world.control('GET', '/journal?limit=1')
    return json[0].findings.find(({ rule }: { rule: string }) => rule === 'moph-account/bad-credentials').hint
  }

  it.each([
    ['the $ of the key doubled, as docker-compose files write it', hmac('$$moph-sandbox-test-key-cvp1', 'Password-1'), /doubled/],
    ['the key eaten by a shell from its $ on', hmac('-sandbox-test-key-cvp1', 'Password-1'), /a shell took it/],
    ['key and message swapped', hmac('Password-1', key), /swapped/],
    ['plain SHA-256 of the password', sha256('Password-1'), /plain SHA-256/],
    ['SHA-256 of key and password joined', sha256(`${key}Password-1`), /key and password joined/],
    ['a line break after the password', hmac(key, 'Password-1\n'), /password has a line break/],
    ['a line break after the key', hmac(`${key}\n`, 'Password-1'), /secret key has a line break/],
  ])('is told apart: %s', async (_mistake, hash, hint) => {
    for (const spelled of [hash, hash.toUpperCase()]) expect((await hintFor(spelled)).en).toMatch(hint)
    expect((await hintFor(hash)).th).not.toBe('')
  })

  it('gets the general hint where the password itself is wrong', async () => {
    expect((await hintFor(hmac(key, 'Password-2'))).en).toMatch(/^password_hash is HMAC-SHA256 with the secret key/)
  })

  it('is judged by the secret key of the workspace', async () => {
    await world.control('PATCH', '/keys', { cvp1: 'a$b' })
    expect((await hintFor(hmac('a$$b', 'Password-1'))).en).toMatch(/doubled/)
    expect((await hintFor(hmac('a', 'Password-1'))).en).toMatch(/a shell took it/)
  })
})
