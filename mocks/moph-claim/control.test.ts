import { describe, expect, it } from 'vitest'
import { financeToken, sendAdmission, testHost } from '../testing/claim-calls.ts'
import { testWorld } from '../testing/world.ts'

describe('Whoever decides claims, through the control API', () => {
  const world = testWorld()
  const list = async (query = '') => {
    const { json } = await world.control('GET', `/claims${query}`)
    return (json as { seq: string; sent_by: string }[]).filter(({ sent_by }) => sent_by.startsWith('moph-test')).map(({ seq }) => seq)
  }

  it('lists the claims of every facility and zone in order, or some of them', async () => {
    const own = await financeToken(world)
    await sendAdmission(world, 'sendDmhtAdmission', own, { seq: '1' })
    await sendAdmission(world, 'sendEpiAdmission', own, { seq: '2' }, testHost)
    const other = await financeToken(world, 'moph-test-00000', '00000')
    const { json } = await sendAdmission(world, 'sendDtAdmission', other, { seq: '3', hcode: '00000' })
    await world.control('POST', `/claims/${json.data.transaction_uid}/accept`)

    expect(await list('')).toEqual(['1', '2', '3'])
    expect(await list('?zone=test')).toEqual(['2'])
    expect(await list('?hcode=00000')).toEqual(['3'])
    expect(await list('?state=received')).toEqual(['1', '2'])
    expect(await list('?seq=2&zone=production')).toEqual([])
  })

  it('returns a claim with reasons, which the HIS reads', async () => {
    const { json } = await sendAdmission(world, 'sendDmhtAdmission', await financeToken(world))
    const reply = await world.control('POST', `/claims/${json.data.transaction_uid}/return`, { reasons: ['เอกสารไม่ครบ', 'ชื่อไม่ตรง'] })
    expect(reply.json).toMatchObject({ state: 'returned', state_th: 'ส่งกลับแก้ไข', reasons: ['เอกสารไม่ครบ', 'ชื่อไม่ตรง'] })
    expect(reply.json).toMatchObject({ checked_at: '2026-12-01T09:00:00', decided_at: '2026-12-01T09:00:00' })
  })

  it.each([
    ['no reasons', {}],
    ['an empty list of reasons', { reasons: [] }],
    ['a mistyped name', { reason: 'x', reasons: ['x'] }],
  ])('refuses to return a claim with %s', async (_what, body) => {
    const { json } = await sendAdmission(world, 'sendDmhtAdmission', await financeToken(world))
    expect((await world.control('POST', `/claims/${json.data.transaction_uid}/return`, body)).status).toBe(400)
  })
})
