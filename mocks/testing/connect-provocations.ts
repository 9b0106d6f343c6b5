import type { operations as ConnectActions } from '../../src/generated/control/moph-connect.ts'
import { type ConnectOperation, connectBases, connectCall, connectPaths, lineUser, queueMessage } from './connect-calls.ts'
import type { Provocation, Provocations } from './provocation.ts'
import { dayAfter, today } from './world.ts'

const call =
  (operation: ConnectOperation, change: Record<string, unknown> = {}): Provocation =>
  (world) =>
    connectCall(world, operation, change)

/** What concerns the form of the call and its user, the same for every operation. */
const general = (operation: ConnectOperation): Record<string, Provocation> => ({
  'content-type-not-json': (world) =>
    world.send(`${connectBases.test}${connectPaths[operation]}`, { method: 'POST', raw: JSON.stringify(queueMessage) }),
  'line-user-id': call(operation, { userId: `U${'0'.repeat(32)}` }),
  'unknown-user': call(operation, { userId: 'f'.repeat(24) }),
})

const repeated = (operation: ConnectOperation): Record<string, Provocation> => ({
  'repeated-call': async (world) => {
    await connectCall(world, operation)
    return connectCall(world, operation)
  },
})

export const connectProvocations: Provocations<ConnectOperation> = {
  sendQueueCard: {
    ...general('sendQueueCard'),
    ...repeated('sendQueueCard'),
    'appointment-past': call('sendQueueCard', { appointmentDate: dayAfter(-1) }),
  },
  scheduleReminders: {
    ...general('scheduleReminders'),
    ...repeated('scheduleReminders'),
    'reminder-time-passed': call('scheduleReminders', { appointmentDate: today }),
  },
  notifyNearTurn: {
    ...general('notifyNearTurn'),
    ...repeated('notifyNearTurn'),
    'not-the-appointment-day': call('notifyNearTurn', { appointmentDate: dayAfter(1) }),
  },
  sendAlert: general('sendAlert'),
}

const send =
  (method: string, path: string, body?: unknown): Provocation =>
  (world) =>
    world.control(method, `/connect${path}`, body)

const after =
  (...steps: Provocation[]): Provocation =>
  async (world) => {
    for (const step of steps.slice(0, -1)) await step(world)
    return steps.at(-1)!(world)
  }

const tomorrow: Provocation = (world) => world.advance({ days: 2 })
const nearTurn = call('notifyNearTurn', { appointmentDate: today })
/** The first deliveries of a new world are numbered from 1: the message is the first, the survey the second. */
const answer = (delivery: number) => send('POST', `/deliveries/${delivery}/answer`, { score: 5 })
const open = (hospital_code: string, user = lineUser) => send('POST', `/users/${user}/open-booking-page`, { hospital_code })
const register = (url: string) => send('PUT', '/booking-pages/99999', { name: 'รพ.ทดสอบปลายทาง', url })

/** Of the control API, only the operations that refuse anything. */
export const connectActionProvocations: Partial<Provocations<keyof ConnectActions>> = {
  getDelivery: { 'unknown-delivery': send('GET', '/deliveries/999') },
  getQueueCard: {
    'unknown-delivery': send('GET', '/deliveries/999/card'),
    'delivery-without-card': after(nearTurn, send('GET', '/deliveries/1/card')),
  },
  answerSurvey: {
    'unknown-delivery': answer(999),
    'not-a-survey': after(nearTurn, answer(1)),
    'survey-not-delivered': after(nearTurn, answer(2)),
    'survey-answered': after(nearTurn, tomorrow, answer(2), answer(2)),
  },
  putBookingPage: { 'booking-page-unusable': register('http://user@his.example/') },
  openBookingPage: {
    'unknown-connect-user': open('99999', 'f'.repeat(24)),
    'unknown-booking-page': open('99990'),
    'booking-page-host-closed': after(register('http://his.example/?id='), open('99999')),
  },
}
