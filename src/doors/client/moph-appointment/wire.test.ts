import { describe, expect, test } from 'vitest'
import { startMoph, tokenUntil } from '../testing/moph.ts'
import { booking, examples, operations } from '../testing/operations.ts'
import { json, plain } from '../testing/server.ts'

const slot = '/cvp1.moph.go.th/api/appointment/AppointmentSlot'

/** As the manual prints them, 4.3.1 to 4.3.5; the order of the parameters has no meaning. */
const expected: Record<string, [method: string, path: string, query: Record<string, string>]> = {
  getAppointment: ['GET', '/cvp1.moph.go.th/api/appointment/Appointment', { cid: '1999900000019' }],
  getHospitalDepartment: ['GET', slot, { Action: 'GetHospitalDepartment', hospital_code: '99999' }],
  getHospitalRoom: ['GET', slot, { Action: 'GetHospitalRoom', hospital_code: '99999', department_id: '1' }],
  getHospitalSlotGroupByProvince: [
    'GET',
    slot,
    { Action: 'GetHospitalSlotGroupByProvince', date_start: '2026-12-01', date_finish: '2026-12-31' },
  ],
  getHospitalSlotByMonth: ['GET', slot, { Action: 'GetHospitalSlotByMonth', hospital_code: '99999', year: '2026', month: '1' }],
  getHospitalSlotByDate: ['GET', slot, { Action: 'GetHospitalSlotByDate', hospital_code: '99999', date: '2026-12-01', room_id: '2' }],
  confirmAppointmentSlot: ['POST', slot, { Action: 'ConfirmAppointmentSlot' }],
  cancelAppointmentSlot: [
    'GET',
    slot,
    { Action: 'CancelAppointmentSlot', hospital_code: '99999', cid: '1999900000019', hospital_appointment_slot_id: '8888' },
  ],
  postponeAppointmentSlot: [
    'GET',
    slot,
    {
      Action: 'PostponeAppointmentSlot',
      hospital_code: '99999',
      cid: '1999900000019',
      hospital_appointment_slot_id: '8888',
      schedule_id: '1000',
    },
  ],
  getHospitalSlotConfirmByDate: ['GET', slot, { Action: 'GetHospitalSlotConfirmByDate', hospital_code: '99999', date: '2026-12-01' }],
}
const withObjectResult = ['getAppointment', 'confirmAppointmentSlot', 'cancelAppointmentSlot', 'postponeAppointmentSlot']

describe.each(operations)('%s', (operation) => {
  test('goes out as documented, with the token, and returns the result', async () => {
    const token = tokenUntil(Date.now() + 3_600_000)
    const result = withObjectResult.includes(operation) ? { person: { first_name: 'ทดสอบ' } } : [{ room_name: 'ห้องตรวจ 1' }]
    const { client, calls } = await startMoph({ login: plain(200, token), api: json(200, { result, MessageCode: 200, Message: 'OK' }) })

    expect(await examples[operation](client)).toEqual(result)

    expect(calls).toHaveLength(1)
    const { method, url, headers } = calls[0]!
    const { pathname, searchParams } = new URL(url, 'http://any')
    expect([method, pathname, Object.fromEntries(searchParams)]).toEqual(expected[operation])
    expect(url).not.toContain('#')
    expect(url).not.toContain('%23')
    expect(headers.authorization).toBe(`Bearer ${token}`)
  })

  test(`refuses a result that is not ${withObjectResult.includes(operation) ? 'an object' : 'an array'}`, async () => {
    const { client } = await startMoph({ api: json(200, { result: withObjectResult.includes(operation) ? [] : {} }) })
    await expect(examples[operation](client)).rejects.toThrow(
      /answered 200, but result is an (array|object) where an (array|object) is documented/,
    )
  })
})

test('a booking is sent as JSON, with its length and in UTF-8', async () => {
  const { client, calls } = await startMoph({ api: json(200, { result: { hospital_appointment_slot_id: 8888 } }) })
  await client.appointment.confirmAppointmentSlot(booking)
  expect(JSON.parse(calls[0]!.body)).toEqual(booking)
  expect(calls[0]!.headers['content-type']).toBe('application/json')
  expect(calls[0]!.headers['content-length']).toBe(String(Buffer.byteLength(JSON.stringify(booking))))
})

test('an Action smuggled in among the parameters does not turn a read into a write', async () => {
  const { client, calls } = await startMoph({})
  await client.appointment.getHospitalDepartment({ hospital_code: '99999', ...{ Action: 'CancelAppointmentSlot' } })
  expect(new URL(calls[0]!.url, 'http://any').searchParams.getAll('Action')).toEqual(['GetHospitalDepartment'])
})

test('the global fetch can be used instead of Node HTTP and sends the same', async () => {
  const { client, calls } = await startMoph(
    { api: json(200, { result: { hospital_appointment_slot_id: 8888 } }) },
    { fetch: globalThis.fetch },
  )
  await client.appointment.confirmAppointmentSlot(booking)
  await client.appointment.cancelAppointmentSlot({ hospital_code: '99999', cid: booking.person.cid, hospital_appointment_slot_id: 8888 })
  expect(JSON.parse(calls[0]!.body)).toEqual(booking)
  expect(calls.map(({ method, url }) => `${method} ${url}`)).toEqual([
    `POST ${slot}?Action=ConfirmAppointmentSlot`,
    `GET ${slot}?hospital_code=99999&cid=1999900000019&hospital_appointment_slot_id=8888&Action=CancelAppointmentSlot`,
  ])
})
