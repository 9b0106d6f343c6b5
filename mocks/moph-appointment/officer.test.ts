import { describe, expect, it } from 'vitest'
import { dayAfter, somchai, testWorld } from '../testing/world.ts'

describe('The rights of an officer (as=)', () => {
  const world = testWorld()

  const dashboard: [method: string, path: string, body?: unknown][] = [
    ['GET', '/departments'],
    ['POST', '/departments', { name: 'ทันตกรรม' }],
    ['GET', '/rooms'],
    ['POST', '/rooms', { department_id: 2, name: 'x', queue_code: 'X', queue_length: 3 }],
    ['GET', '/time-ranges'],
    ['POST', '/time-ranges', { name: 'x', time_start: '10:00:00', time_finish: '10:59:59' }],
    ['GET', '/schedules'],
    ['POST', '/schedules', { date: dayAfter(1), room_id: 2, time_range_id: 2, slots: 1 }],
    ['PATCH', '/schedules/999', { slots: 998 }],
    ['GET', '/bookings'],
    ['POST', '/bookings', { schedule_id: 999, cid: somchai }],
    ['POST', '/bookings/9997/accept'],
    ['POST', '/bookings/9997/reject'],
  ]
  const act = (method: string, path: string, as: string | undefined, body?: unknown) =>
    world.control(method, `/dashboard/99999${path}${as === undefined ? '' : `?as=${as}`}`, body)

  it.each(dashboard)('%s %s: level 1 at the own facility, level 2 anywhere, the sandbox itself', async (method, path, body) => {
    for (const allowed of ['demo', 'demo-group', 'demo-province', undefined]) {
      await world.control('POST', '/reset')
      expect((await act(method, path, allowed, body)).status, allowed).toBeLessThan(300)
    }
    for (const forbidden of ['demo-00000', 'demo-no-role', 'demo-inactive', 'demo-suspended', 'moph-test', 'nobody']) {
      const reply = await act(method, path, forbidden, body)
      expect(reply.status, forbidden).toBe(403)
      expect(reply.json.error.rule).toBe('officer-may-not')
    }
  })

  it('follow the roles as they are now', async () => {
    const list = () => world.control('GET', '/dashboard/99999/bookings?as=demo-00000')
    expect((await list()).status).toBe(403)
    await world.control('PATCH', '/accounts/cvp1/demo-00000', { roles: [{ code: 'APPOINTMENT_DASHBOARD', level: 3 }] })
    expect((await list()).status).toBe(200)
    await world.control('PATCH', '/accounts/cvp1/demo-00000', { suspended: true })
    expect((await list()).status).toBe(403)
  })

  it('need the role of the dashboard, not that of the API', async () => {
    await world.control('PATCH', '/accounts/cvp1/demo', { roles: [{ code: 'APPOINTMENT_API', level: 3 }] })
    expect((await world.control('GET', '/dashboard/99999/bookings?as=demo')).status).toBe(403)
  })
})
