import { beforeEach, describe, expect, it } from 'vitest'
import { demoClaims } from '../../fixtures/worlds/demo/claims.ts'
import { financeToken, sendAdmission, testHost, transactionStatus } from '../testing/claim-calls.ts'
import { testWorld } from '../testing/world.ts'

describe('service-transactions/{transaction_uid}/status', () => {
  const world = testWorld()
  let authorization: string
  beforeEach(async () => {
    authorization = await financeToken(world)
  })
  const sent = async (change: object = {}, host?: string): Promise<string> => {
    const { json } = await sendAdmission(world, 'sendDmhtAdmission', authorization, change, host)
    return json.data.transaction_uid
  }
  const status = (uid: string, host?: string) => transactionStatus(world, uid, authorization, host)

  it('tells how a claim stands, in the envelope', async () => {
    const uid = await sent()
    expect((await status(uid)).json).toEqual({
      status: 200,
      message: 'success',
      message_th: 'สำเร็จ',
      data: {
        transaction_uid: uid,
        status: 'received',
        status_th: 'รับข้อมูลแล้ว รอตรวจสอบ',
        seq: '691201-0001',
        hcode: '99999',
        reasons: [],
      },
    })
  })

  it.each([
    ['received', { seconds: 59 }, 'รับข้อมูลแล้ว รอตรวจสอบ'],
    ['checked', { seconds: 60 }, 'ตรวจสอบแล้ว รอพิจารณา'],
    ['checked', { seconds: 599 }, 'ตรวจสอบแล้ว รอพิจารณา'],
    ['accepted', { seconds: 600 }, 'ผ่านการพิจารณา'],
  ])('says %s after %o', async (state, by, status_th) => {
    const uid = await sent()
    await world.advance(by)
    expect((await status(uid)).json.data).toMatchObject({ status: state, status_th, reasons: [] })
  })

  it('tells the reasons once the claim has been returned, and not before', async () => {
    const uid = await sent({ diagnosis: [] })
    await world.advance({ minutes: 5 })
    expect((await status(uid)).json.data).toMatchObject({ status: 'checked', reasons: [] })
    await world.advance({ minutes: 5 })
    expect((await status(uid)).json.data).toMatchObject({
      status: 'returned',
      status_th: 'ส่งกลับแก้ไข',
      reasons: ['ไม่มีรหัสวินิจฉัย / There is no diagnosis'],
    })
  })

  it.each([
    ['an unknown number', async () => status('00000000-0000-4000-9000-000000000000')],
    ['a number that is no UUID', async () => status('ไม่มี')],
    ['a claim of the other zone', async () => status(await sent({}, testHost))],
    [
      'a claim of another facility',
      async () => transactionStatus(world, await sent(), await financeToken(world, 'moph-test-00000', '00000')),
    ],
  ])('refuses %s', async (_what, call) => {
    const reply = await call()
    expect(reply.json).toMatchObject({ status: 404, data: null })
    expect(await world.findings()).toEqual([
      expect.objectContaining({ rule: 'moph-claim/unknown-transaction', pointer: '/path/transaction_uid', severity: 'warning' }),
    ])
  })

  it.each(demoClaims)(
    'finds the claim $seq of the demo world in the zone $zone: $note',
    async ({ transaction_uid, zone, state, reasons }) => {
      const { json } = await status(transaction_uid, zone === 'test' ? testHost : undefined)
      expect(json.data).toMatchObject({ status: state, reasons })
      expect((await status(transaction_uid, zone === 'test' ? undefined : testHost)).status).toBe(404)
    },
  )

  it('lets an account of a wider level see the claims of every facility', async () => {
    const uid = await sent()
    await world.control('PATCH', '/accounts/fdh/moph-test-00000', { roles: [{ code: 'MOPH_CLAIM_API', level: 3 }] })
    expect((await transactionStatus(world, uid, await financeToken(world, 'moph-test-00000', '00000'))).status).toBe(200)
  })
})
