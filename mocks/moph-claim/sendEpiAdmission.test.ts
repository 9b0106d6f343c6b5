import { describe, expect, it } from 'vitest'
import { financeToken, sendAdmission } from '../testing/claim-calls.ts'
import { testWorld } from '../testing/world.ts'

describe('service-admissions/epi', () => {
  const world = testWorld()
  const send = async (change: object = {}) => sendAdmission(world, 'sendEpiAdmission', await financeToken(world), change)

  it('takes vaccines as public clients send them, without a remark', async () => {
    const { status, json } = await send()
    expect(status).toBe(200)
    expect(await world.findings()).toEqual([])
    expect((await world.control('GET', `/claims/${json.data.transaction_uid}`)).json).toMatchObject({ service: 'epi', state: 'received' })
  })

  it.each([
    ['a dose as a number', { code: '041', lot_number: 'L', dose_quantity: 0.5 }],
    ['the code and nothing else', { code: '041' }],
  ])('takes a vaccine with %s', async (_what, vaccine) => {
    expect((await send({ vaccine: [vaccine] })).status).toBe(200)
    expect(await world.findings()).toEqual([])
  })

  it('refuses one vaccine that is not in a list, and says where', async () => {
    expect((await send({ vaccine: { code: '041' } })).status).toBe(400)
    expect(await world.findings()).toContainEqual(expect.objectContaining({ rule: 'schema/type', pointer: '/body/vaccine' }))
  })

  it.each([
    ['no vaccine field', { vaccine: undefined }, '/body/vaccine'],
    ['a note of 201 characters', { vaccine: [{ code: '041', note: 'ก'.repeat(201) }] }, '/body/vaccine/0/note'],
    ['a vaccine without its code', { vaccine: [{ lot_number: 'L' }] }, '/body/vaccine/0/code'],
    ['a Buddhist year in an expiry date', { vaccine: [{ code: '041', expiration_date: '2570-12-31' }] }, '/body/vaccine/0/expiration_date'],
  ])('takes %s with a warning', async (_what, change, pointer) => {
    expect((await send(change)).status).toBe(200)
    expect(await world.findings()).toEqual([expect.objectContaining({ pointer, severity: 'warning' })])
  })
})
