import type { operations as AccountActions } from '../../src/generated/control/moph-account.ts'
import type { operations as AppointmentActions } from '../../src/generated/control/moph-appointment.ts'
import type { operations as PopulationActions } from '../../src/generated/control/population.ts'
import type { operations as OwnActions } from '../../src/generated/sandbox-control.ts'
import type { Provocation, Provocations } from './provocation.ts'
import { dayAfter, manee, somchai, somsri, stranger } from './world.ts'

const send =
  (method: string, path: string, body?: unknown): Provocation =>
  (world) =>
    world.control(method, path, body)

const get = (path: string) => send('GET', path)
const post = (path: string, body?: unknown) => send('POST', path, body)

const after =
  (first: Provocation, then: Provocation): Provocation =>
  async (world) => {
    await first(world)
    return then(world)
  }

const nobody = '/accounts/cvp1/nobody'
const desk = '/dashboard/99999'
const department = { name: 'ทันตกรรม' }
const room = { department_id: 2, name: 'ห้องใหม่', queue_code: 'X', queue_length: 3 }
const timeRange = { name: 'สาย', time_start: '10:00:00', time_finish: '10:59:59' }
const schedule = { date: dayAfter(1), room_id: 2, time_range_id: 2, slots: 1 }
const own = `/patients/${somsri}/appointments`

const outsider = (method: string, path: string, body?: unknown) => ({ 'officer-may-not': send(method, `${desk}${path}?as=nobody`, body) })

const ofAPatient = (action: string, body?: unknown): Record<string, Provocation> => ({
  'unknown-booking': post(`${own}/9998/${action}`, body),
  'booking-cancelled': after(post(`${own}/9997/cancel`), post(`${own}/9997/${action}`, body)),
  'booking-past': post(`${own}/9996/${action}`, body),
})

const refusedSchedules = (to: (schedule_id: number) => Provocation): Record<string, Provocation> => ({
  'unknown-schedule': to(9_999_999),
  'schedule-not-online': to(996),
  'schedule-past': to(997),
  'schedule-full': to(998),
  'already-booked': to(994),
})

const moved = (schedule_id: number) => post(`${own}/9997/postpone`, { schedule_id })
const byOfficer = (schedule_id: number, cid = somchai) => post(`${desk}/bookings`, { schedule_id, cid })

/** Only the operations that refuse anything. */
export const controlProvocations: Partial<Provocations<keyof (OwnActions & AccountActions & AppointmentActions & PopulationActions)>> = {
  createWorkspace: {
    'workspace-exists': post('/workspaces', { name: 'default' }),
    'clock-out-of-range': post('/workspaces', { name: 'far', now: '2300-01-01T00:00:00Z' }),
  },
  deleteWorkspace: {
    'unknown-workspace': send('DELETE', '/workspaces/nobody'),
    'default-workspace-stays': send('DELETE', '/workspaces/default'),
  },
  restoreSnapshot: { 'unknown-snapshot': post('/snapshots/nothing/restore') },
  deleteSnapshot: { 'unknown-snapshot': send('DELETE', '/snapshots/nothing') },
  setClock: { 'clock-out-of-range': send('PUT', '/clock', { mode: 'frozen', now: '2300-01-01T00:00:00Z' }) },
  advanceClock: {
    'clock-out-of-range': after(
      send('PUT', '/clock', { mode: 'frozen', now: '2299-12-31T00:00:00Z' }),
      post('/clock/advance', { days: 1 }),
    ),
  },
  addFault: { 'unknown-operation': post('/faults', { kind: 'reset', operation: 'nothing' }) },
  deleteFault: { 'unknown-fault': send('DELETE', '/faults/1') },
  queryJournal: { 'unknown-filter': get('/journal?operation=nosuch') },
  getExchange: { 'unknown-exchange': get('/journal/1000000') },
  createAccount: {
    'account-exists': post('/accounts', { issuer: 'cvp1', login: 'demo', password: 'Password-1', hospital_code: '99999' }),
    'unknown-hospital': post('/accounts', { issuer: 'cvp1', login: 'new', password: 'Password-1', hospital_code: '99991' }),
  },
  getAccount: { 'unknown-account': get(nobody) },
  changeAccount: {
    'unknown-account': send('PATCH', nobody, {}),
    'unknown-group': send('PATCH', '/accounts/cvp1/demo', { groups: ['nothing'] }),
  },
  deleteAccount: { 'unknown-account': send('DELETE', nobody) },
  revokeTokens: { 'unknown-account': post(`${nobody}/revoke`) },
  deleteGroup: { 'unknown-group': send('DELETE', '/groups/nothing') },
  getPerson: { 'unknown-person': get(`/people/${stranger()}`) },
  deletePerson: { 'unknown-person': send('DELETE', `/people/${stranger()}`) },
  listDepartments: outsider('GET', '/departments'),
  addDepartment: {
    ...outsider('POST', '/departments', department),
    'unknown-hospital': post('/dashboard/99991/departments', department),
  },
  listRooms: outsider('GET', '/rooms'),
  addRoom: {
    ...outsider('POST', '/rooms', room),
    'unknown-hospital': post('/dashboard/99991/rooms', room),
    'unknown-department': post(`${desk}/rooms`, { ...room, department_id: 1 }),
  },
  listTimeRanges: outsider('GET', '/time-ranges'),
  addTimeRange: {
    ...outsider('POST', '/time-ranges', timeRange),
    'unknown-hospital': post('/dashboard/99991/time-ranges', timeRange),
  },
  listSchedules: outsider('GET', '/schedules'),
  addSchedule: {
    ...outsider('POST', '/schedules', schedule),
    'unknown-room': post(`${desk}/schedules`, { ...schedule, room_id: 1 }),
    'unknown-time-range': post(`${desk}/schedules`, { ...schedule, time_range_id: 1 }),
  },
  changeSchedule: {
    ...outsider('PATCH', '/schedules/999', {}),
    'unknown-schedule': send('PATCH', `${desk}/schedules/98`, {}),
    'fewer-slots-than-bookings': send('PATCH', `${desk}/schedules/994`, { slots: 0 }),
  },
  listBookings: outsider('GET', '/bookings'),
  bookByOfficer: {
    ...outsider('POST', '/bookings', { schedule_id: 999, cid: somchai }),
    'unknown-schedule': byOfficer(98),
    'person-not-in-data-hub': byOfficer(999, stranger()),
    'schedule-past': byOfficer(997),
    'schedule-full': byOfficer(998, manee),
    'already-booked': byOfficer(994, somsri),
  },
  acceptBooking: { ...outsider('POST', '/bookings/9997/accept'), 'unknown-booking': post(`${desk}/bookings/9999/accept`) },
  rejectBooking: { ...outsider('POST', '/bookings/9997/reject'), 'unknown-booking': post(`${desk}/bookings/9999/reject`) },
  bookByPatient: {
    ...refusedSchedules((schedule_id) => post(own, { schedule_id })),
    'unknown-person': post(`/patients/${stranger()}/appointments`, { schedule_id: 999 }),
  },
  confirmByPatient: ofAPatient('confirm'),
  cancelByPatient: ofAPatient('cancel'),
  postponeByPatient: {
    ...ofAPatient('postpone', { schedule_id: 999 }),
    ...refusedSchedules(moved),
    'schedule-of-another-hospital': moved(98),
  },
}
