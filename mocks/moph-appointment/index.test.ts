import { describe, expect, it } from 'vitest'
import spec from '../../src/generated/moph-appointment.json' with { type: 'json' }
import type { Document } from '../../src/upstream/document.ts'
import { type AppointmentOperation, appointmentCall, appointmentCalls } from '../testing/appointment-calls.ts'
import { testWorld } from '../testing/world.ts'

describe('Every operation of MOPH Appointment Center', () => {
  const world = testWorld()

  const operations = Object.keys(appointmentCalls) as AppointmentOperation[]
  const call = (id: AppointmentOperation, authorization?: string) => appointmentCall(world, id, authorization)

  it('is in the table of this test', () => {
    const inSpec = Object.values((spec as unknown as Document).paths).flatMap((item) => Object.values(item))
    expect([...operations].sort()).toEqual(inSpec.map(({ operationId }) => operationId).sort())
  })

  it.each(operations)(
    '%s wants a token of its issuer, of an account with the role APPOINTMENT_API, and changes nothing without',
    async (id) => {
      const bookings = async () => (await world.control('GET', '/dashboard/99999/bookings')).json
      const before = await bookings()

      const without = await call(id)
      expect(without.status).toBe(401)
      expect(without.json).toMatchObject({ result: null, MessageCode: 401 })
      expect(await world.rules()).toContain('moph-appointment/token-missing')

      expect((await call(id, 'Bearer not.a.token')).status).toBe(401)
      expect(await world.rules()).toContain('moph-appointment/token-invalid')

      const { text: noRole } = await world.logIn('demo-no-api')
      const forbidden = await call(id, `Bearer ${noRole}`)
      expect(forbidden.status).toBe(403)
      expect(forbidden.json).toMatchObject({ result: null, MessageCode: 403 })
      expect(await world.rules()).toContain('moph-appointment/role-missing')
      expect(await bookings()).toEqual(before)
    },
  )

  it.each(operations)('%s takes `Bearer <jwt>` and the bare `<jwt>` of the manual alike, without a finding about it', async (id) => {
    const { text: token } = await world.logIn()
    for (const authorization of [`Bearer ${token}`, `bearer ${token}`, token]) {
      const reply = await call(id, authorization)
      expect(reply.status).toBeLessThan(500)
      expect([401, 403]).not.toContain(reply.status)
      const about = (await world.findings()).filter(({ pointer }) => pointer === '/headers/authorization')
      expect(about).toEqual([])
    }
  })

  it.each(operations)('%s words a refusal as text where the switch error_form says so', async (id) => {
    await world.control('PATCH', '/switches', { 'moph-appointment': { error_form: 'text' } })
    const reply = await call(id)
    expect(reply.status).toBe(401)
    expect(reply.headers['content-type']).toBe('text/plain; charset=utf-8')
    expect(reply.text).toBe('ไม่มี token ใน header Authorization / There is no token in the Authorization header')
  })
})
