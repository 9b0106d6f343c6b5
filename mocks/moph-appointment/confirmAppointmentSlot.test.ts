import { describe, expect, it } from 'vitest'
import { booking } from '../../fixtures/harness/appointment.ts'
import { manee, sampleDay, somchai, somsri, stranger, testWorld } from '../testing/world.ts'

type Part = Record<string, unknown>
type Changed = [what: string, change: { hospital?: Part; person?: Part; appointment?: Part }, rule: string, pointer: string]

describe('ConfirmAppointmentSlot', () => {
  const world = testWorld()

  it('books a slot: the first booking of a world has the number of the manual', async () => {
    const { json } = await world.his.book(999, stranger())
    expect(json).toMatchObject({ result: { hospital_appointment_slot_id: 8888 }, MessageCode: 200 })
    expect(await world.schedule(999)).toMatchObject({ slots: 999, booked: 1 })
    const { json: found } = await world.his.appointments(stranger())
    expect(found.result.appointments).toMatchObject([{ hospital_appointment_slot_id: 8888, appointment_date: sampleDay, queue_no: 'A003' }])
  })

  it('may be sent by another facility than the one that is booked', async () => {
    await world.logInAgain('demo-00000', '00000')
    expect((await world.his.book(999, stranger())).status).toBe(200)
    expect(await world.findings()).toEqual([])
  })

  it.each([
    [
      'whom MOPH-IC knows: its data wins',
      somchai,
      { prefix: 'นาย', first_name: 'สมชาย', last_name: 'ตัวอย่าง', birth_date: '1985-07-02', phone_number: '0800000002' },
    ],
    [
      'on the white list only: what was sent',
      manee,
      { prefix: 'นาย', first_name: 'ทดสอบ', last_name: 'ระบบ', birth_date: '2000-01-01', phone_number: '000-0000000' },
    ],
    [
      'unknown: what was sent',
      stranger(),
      { prefix: 'นาย', first_name: 'ทดสอบ', last_name: 'ระบบ', birth_date: '2000-01-01', phone_number: '000-0000000' },
    ],
  ])('books a person %s', async (_who, cid, person) => {
    const id = await world.booked(999, cid)
    expect((await world.booking(id)).person).toEqual({ cid, ...person })
  })

  it('keeps the comment and who made the booking', async () => {
    expect(await world.booking(await world.booked(999, stranger()))).toMatchObject({
      comment: 'ทดสอบ',
      made_by: 'api',
      accepted: false,
      confirmed_by_patient: false,
      cancelled: false,
    })
  })

  it.each([
    ['an unknown schedule', { schedule_id: 9_999_999 }, 404, 'unknown-schedule', 'warning'],
    ['a schedule of another facility', { schedule_id: 98 }, 400, 'schedule-of-another-hospital', 'warning'],
    ['a schedule without the online tick', { schedule_id: 996 }, 400, 'schedule-not-online', 'warning'],
    ['a schedule of yesterday', { schedule_id: 997 }, 400, 'schedule-past', 'warning'],
    ['a full schedule', { schedule_id: 998 }, 409, 'schedule-full', 'info'],
    ['a second booking of one person', { schedule_id: 994, cid: somsri }, 409, 'already-booked', 'info'],
    [
      'a second booking on a schedule that is full: it says the nearer reason',
      { schedule_id: 998, cid: somchai },
      409,
      'already-booked',
      'info',
    ],
  ])('refuses %s', async (_what, change, status, rule, severity) => {
    const before = await world.schedule(change.schedule_id)
    const reply = await world.his.confirm(booking({ cid: stranger(), ...change }))
    expect(reply.status).toBe(status)
    expect(reply.json).toMatchObject({ result: null, MessageCode: status })
    expect(await world.findings()).toContainEqual(expect.objectContaining({ rule: `moph-appointment/${rule}`, severity }))
    expect(await world.schedule(change.schedule_id), 'nothing is taken').toEqual(before)
    expect(await world.booked(999, stranger(2)), 'no number is used up').toBe(8888)
  })

  it('gives the last slot to one and refuses the next', async () => {
    await world.booked(995, stranger(1))
    expect((await world.his.book(995, stranger(2))).status).toBe(409)
    expect(await world.rules()).toContain('moph-appointment/schedule-full')
  })

  it('books a person again who has cancelled', async () => {
    const first = await world.booked(995, stranger())
    await world.his.slot('CancelAppointmentSlot', { hospital_code: '99999', cid: stranger(), hospital_appointment_slot_id: first })
    expect(await world.booked(995, stranger())).toBe(first + 1)
  })

  it.each<Changed>([
    [
      'his_identifier of section 4.1',
      { hospital: { his_identifier: 'HIS ABC v1.0' } },
      'moph-appointment/his-identifier',
      '/body/hospital/his_identifier',
    ],
    ['an address, which 4.1 lists', { person: { address: '1' } }, 'moph-appointment/address-without-form', '/body/person/address'],
    ['an empty prefix', { person: { prefix: '' } }, 'schema/minLength', '/body/person/prefix'],
    ['a prefix of 101 characters', { person: { prefix: 'น'.repeat(101) } }, 'schema/maxLength', '/body/person/prefix'],
    ['gender 3, of a lookup that the manual does not print', { person: { gender: 3 } }, 'schema/enum', '/body/person/gender'],
    ['a comment of 2,001 characters', { appointment: { comment: 'ก'.repeat(2001) } }, 'schema/maxLength', '/body/appointment/comment'],
    ['a phone number in another form', { person: { mobile_phone: '+66 80 000 0000' } }, 'schema/pattern', '/body/person/mobile_phone'],
  ])('books with a remark: %s', async (_what, change, rule, pointer) => {
    const sent = booking({ cid: stranger() })
    const body = {
      hospital: { ...sent.hospital, ...change.hospital },
      person: { ...sent.person, ...change.person },
      appointment: { ...sent.appointment, ...change.appointment },
    }
    expect((await world.his.confirm(body)).status).toBe(200)
    expect(await world.findings()).toEqual([expect.objectContaining({ rule, pointer, severity: 'warning' })])
  })

  it('refuses a number that it cannot hold, and says that this is an assumption', async () => {
    const sent = booking({ cid: stranger() })
    expect((await world.his.confirm({ ...sent, appointment: { ...sent.appointment, schedule_id: 2 ** 31 } })).status).toBe(400)
    expect(await world.findings()).toMatchObject([
      {
        rule: 'schema/maximum',
        severity: 'warning',
        provenance: { level: 'assumed', source: expect.stringMatching(/^The sandbox can't hold/) },
      },
    ])
  })

  it.each<Changed>([
    [
      'a 6-digit hospital code',
      { appointment: { hospital_code: '099999', schedule_id: 999 } },
      'schema/pattern',
      '/body/appointment/hospital_code',
    ],
    ['gender as a string', { person: { gender: '1' } }, 'schema/type', '/body/person/gender'],
    ['a Buddhist birth date', { person: { birth_date: '2543-01-01' } }, 'schema/calendar', '/body/person/birth_date'],
    ['a 12-digit cid', { person: { cid: '199990000001' } }, 'schema/pattern', '/body/person/cid'],
  ])('refuses %s, and says where', async (_what, change, rule, pointer) => {
    const sent = booking({ cid: stranger() })
    const body = { ...sent, appointment: { ...sent.appointment, ...change.appointment }, person: { ...sent.person, ...change.person } }
    expect((await world.his.confirm(body)).status).toBe(400)
    expect(await world.findings()).toContainEqual(expect.objectContaining({ rule, pointer }))
  })
})
