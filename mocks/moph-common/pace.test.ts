import { describe, expect, it } from 'vitest'
import { testWorld } from '../testing/world.ts'

/** The clock of these worlds stands, so that all calls fall into one second. */
describe.each([
  ['moph-appointment', 'for each account'],
  ['moph-account', 'for each address that logs in'],
])('The rate rule of %s, %s', (upstream) => {
  const world = testWorld()
  const on = () => world.control('PATCH', '/switches', { [upstream]: { rate_rule: true } })
  const tokens = new Map<string, string>()
  const call = async (user = 'demo') => {
    if (upstream === 'moph-account') return world.logIn(user)
    return world.callWith(`Bearer ${tokens.get(`${world.workspace}/${user}`) ?? (await tokenOf(user))}`)
  }
  const tokenOf = async (user: string) => {
    const { text } = await world.logIn(user)
    tokens.set(`${world.workspace}/${user}`, text)
    return text
  }
  const statuses = async (count: number, user?: string) => {
    const seen: number[] = []
    for (let number = 0; number < count; number++) seen.push((await call(user)).status)
    return seen
  }
  const times = (status: number, count: number) => Array<number>(count).fill(status)

  it('is off by default', async () => {
    expect(await statuses(40)).toEqual(times(200, 40))
  })

  it('refuses the 11th call of a second, and none of the next second', async () => {
    await on()
    expect(await statuses(12)).toEqual([...times(200, 10), ...times(429, 2)])
    expect(await world.rules()).toEqual([`${upstream}/too-many-requests`])
    await world.advance({ seconds: 1 })
    expect(await statuses(1)).toEqual([200])
  })

  it('bans the address at the 31st call of a second for 30 minutes', async () => {
    await on()
    expect(await statuses(32)).toEqual([...times(200, 10), ...times(429, 20), ...times(403, 2)])
    expect(await world.rules()).toEqual([`${upstream}/address-banned`])
    await world.advance({ minutes: 29, seconds: 59 })
    expect((await call('demo-group')).status, 'whoever calls from there').toBe(403)
    await world.advance({ seconds: 1 })
    expect(await statuses(1)).toEqual([200])
  })

  it('may be switched off again', async () => {
    await on()
    await statuses(31)
    await world.control('PATCH', '/switches', { [upstream]: { rate_rule: false } })
    expect(await statuses(1)).toEqual([200])
  })

  it('holds in its own workspace only', async () => {
    await on()
    await statuses(31)
    expect((await world.sandbox.token('demo')).length).toBeGreaterThan(0)
  })
})

describe('The rate rule of moph-appointment', () => {
  const world = testWorld()

  it('counts each account by itself, and the address for all', async () => {
    await world.control('PATCH', '/switches', { 'moph-appointment': { rate_rule: true } })
    const [one, other] = [(await world.logIn('demo')).text, (await world.logIn('demo-group')).text]
    for (const token of [one, other]) {
      for (let number = 0; number < 10; number++) expect((await world.callWith(`Bearer ${token}`)).status).toBe(200)
      expect((await world.callWith(`Bearer ${token}`)).status).toBe(429)
    }
  })
})
