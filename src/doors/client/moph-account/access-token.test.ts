import { expect, test } from 'vitest'
import { tokenUntil } from '../testing/moph.ts'
import { readAccessToken } from './access-token.ts'

const jwt = tokenUntil(1_800_000_000_000)
const withClaims = (claims: string) => `e30.${Buffer.from(claims).toString('base64url')}.c2ln`

test.each([
  ['bare', jwt],
  ['bare with a line break', `${jwt}\r\n`],
  ['as a JSON string', JSON.stringify(jwt)],
  ['as a JSON string with a line break', ` ${JSON.stringify(jwt)}\n`],
])('a token %s is read, with its expiry', (_form, body) => {
  expect(readAccessToken(body)).toEqual({ jwt, expiresAt: 1_800_000_000_000 })
})

test.each([
  ['nothing', ''],
  ['a text', 'Invalid user or password'],
  ['an object', JSON.stringify({ access_token: jwt })],
  ['a page', '<html><body>a.b.c</body></html>'],
  ['a token cut short', jwt.slice(0, jwt.lastIndexOf('.'))],
  ['a token with an open quote', `"${jwt}`],
  ['a token without exp', withClaims('{"iat":1}')],
  ['a token whose exp is a text', withClaims('{"exp":"1800000000"}')],
  ['a token whose claims are no object', withClaims('null')],
  ['a token whose claims are no JSON', withClaims('{')],
])('%s is not a token', (_what, body) => {
  expect(readAccessToken(body)).toBeUndefined()
})
