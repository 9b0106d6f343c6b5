import { describe, expect, it } from 'vitest'
import { vaccine } from '../../fixtures/harness/claim.ts'
import { financeToken, sendAdmission } from '../testing/claim-calls.ts'
import { testWorld } from '../testing/world.ts'

describe('service-admissions/dt', () => {
  const world = testWorld()
  const send = async (change: object = {}) => sendAdmission(world, 'sendDtAdmission', await financeToken(world), change)

  it('takes the vaccine 106 as public clients send it, without a remark', async () => {
    const { status, json } = await send()
    expect(status).toBe(200)
    expect(await world.findings()).toEqual([])
    expect((await world.control('GET', `/claims/${json.data.transaction_uid}`)).json).toMatchObject({ service: 'dt', state: 'received' })
  })

  it('takes another vaccine too: the claim is returned later', async () => {
    const { status, json } = await send({ vaccine: [vaccine('041')] })
    expect(status).toBe(200)
    await world.advance({ minutes: 10 })
    const { json: claim } = await world.control('GET', `/claims/${json.data.transaction_uid}`)
    expect(claim).toMatchObject({ state: 'returned', reasons: ['รหัสวัคซีนไม่ใช่ dT (106) / A vaccine is not dT (106)'] })
  })
})
