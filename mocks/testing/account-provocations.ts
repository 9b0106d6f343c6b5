import type { Answer } from '../../fixtures/harness/sandbox.ts'
import type { operations } from '../../src/generated/moph-account.ts'
import { passwordHash, testSecretKeys } from '../moph-account/keys.ts'
import type { Provocation, Provocations } from './provocation.ts'
import { type TestWorld, tokenPath } from './world.ts'

type Credentials = Record<'user' | 'password_hash' | 'hospital_code', string>
type LogIn = (world: TestWorld, change?: Partial<Credentials>) => Promise<Answer>

const right: Credentials = { user: 'demo', password_hash: passwordHash('Password-1', testSecretKeys.cvp1), hospital_code: '99999' }

const inBody: LogIn = (world, change) => world.send(tokenPath, { method: 'POST', body: { ...right, ...change } })
const inQuery: LogIn = (world, change) => world.send(`${tokenPath}&${new URLSearchParams({ ...right, ...change })}`)

/** What refuses a login, in either form. */
const refused = (logIn: LogIn): Record<string, Provocation> => ({
  'bad-credentials': (world) => logIn(world, { password_hash: '0'.repeat(64) }),
  'account-locked': (world) => logIn(world, { user: 'demo-locked' }),
  'account-not-activated': (world) => logIn(world, { user: 'demo-inactive' }),
  'account-suspended': (world) => logIn(world, { user: 'demo-suspended' }),
  'account-without-role': (world) => logIn(world, { user: 'demo-no-role' }),
  'too-many-requests': (world) => often(world, logIn, 11),
  'address-banned': (world) => often(world, logIn, 31),
})

async function often(world: TestWorld, logIn: LogIn, times: number): Promise<Answer> {
  await world.control('PATCH', '/switches', { 'moph-account': { rate_rule: true } })
  for (let time = 1; time < times; time++) await logIn(world)
  return logIn(world)
}

export const accountProvocations: Provocations<keyof operations> = {
  getMophAccessToken: {
    ...refused(inBody),
    'credentials-missing': (world) => world.send(tokenPath, { method: 'POST' }),
    'undocumented-token-form': (world) => world.send(`${tokenPath}&${new URLSearchParams(right)}`, { method: 'POST' }),
    'plain-password-form': (world) => world.send(tokenPath, { method: 'POST', body: { username: 'demo', password: 'Password-1' } }),
    'form-content-type': (world) =>
      world.send(tokenPath, {
        method: 'POST',
        raw: JSON.stringify(right),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      }),
  },
  getMophAccessTokenByQuery: { ...refused(inQuery), 'undocumented-token-form': (world) => inQuery(world) },
}
