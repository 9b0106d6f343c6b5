import { describe, expect, it } from 'vitest'
import { magicCitizenId } from '../../fixtures/worlds/magicFaults.ts'
import { NhsoHis, prachaUcs } from '../testing/nhso-calls.ts'
import { testWorld, today } from '../testing/world.ts'

describe('Faults on NHSO’s online services', () => {
  const world = testWorld()

  it.each([
    [500, 500],
    [503, 503],
    [429, 429],
    [401, 401],
  ])('the magic pid with %i in it is answered %i, in whichever field it stands', async (number, status) => {
    const his = await NhsoHis.of(world)
    const pid = magicCitizenId(number)
    const replies = [await his.authenCode({ pid }), await his.closeVisit({ pid }), await his.realPerson(pid), await his.status(pid, today)]
    expect(replies.map((reply) => reply.status)).toEqual([status, status, status, status])
    for (const { json } of replies) expect(json.dataError).toMatch(/./)
  })

  it('a code may have been given though no answer came: the status of the day tells', async () => {
    const his = await NhsoHis.of(world)
    await world.control('POST', '/faults', { kind: 'reset', executed: true, operation: 'requestAuthenCode', count: 1 })
    await expect(his.authenCode()).rejects.toThrow()
    expect((await his.status(prachaUcs, today)).json.serviceHistories).toHaveLength(1)
    expect((await his.authenCode()).json).toEqual({ dataError: 'ไม่สามารถเลือกบริการซ้ำใน 1 วัน' })
  })

  it('a token may be refused by a fault, as if NHSO did not know it', async () => {
    const his = await NhsoHis.of(world)
    await world.control('POST', '/faults', { kind: 'expired-token', upstream: 'nhso-authen', count: 1 })
    expect((await his.realPerson(prachaUcs)).json).toEqual({ dataError: 'Invalid Token' })
    expect((await his.realPerson(prachaUcs)).status).toBe(200)
  })
})
