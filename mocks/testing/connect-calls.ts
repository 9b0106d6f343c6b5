import type { Answer } from '../../fixtures/harness/sandbox.ts'
import { demoConnectUsers } from '../../fixtures/worlds/demo/moph-connect.ts'
import type { components } from '../../src/generated/control/moph-connect.ts'
import type { operations } from '../../src/generated/moph-connect.ts'
import { sampleDay, type TestWorld } from './world.ts'

export type ConnectOperation = keyof operations
export type Delivery = components['schemas']['Delivery']
export type Zone = 'test' | 'production'

/** A user of the demo world. */
export const lineUser = demoConnectUsers[0]!.user_id

export const connectPaths: Record<ConnectOperation, string> = {
  sendQueueCard: '/queue',
  scheduleReminders: '/queue/schedule',
  notifyNearTurn: '/queue/notify',
  sendAlert: '/alert',
}

export const connectBases: Record<Zone, string> = {
  test: '/mophconnect.go.th/test/api',
  production: '/mophconnect.go.th/api',
}

/** The document's example for the day of the sample schedules (a week ahead), with a synthetic patient and host. */
export const queueMessage = {
  userId: lineUser,
  hospitalName: 'โรงพยาบาลปทุมธานี',
  origin: 'กระทรวงสาธารณสุข',
  queueNumber: 'จุดคัดกรอง คิวที่ 201',
  patientName: 'นาง สมศรี ตัวอย่าง',
  appointmentDate: sampleDay,
  appointmentTime: 'เวลานัดหมาย 09:00-09:15 น. กรุณามาก่อนเวลา 10 นาที',
  detailsLink: 'http://queue.hospital.example/',
  currentQueueLink: 'http://queue.hospital.example/',
}

/** Makes a call that is right, but for what is changed. */
export function connectCall(
  world: Pick<TestWorld, 'send'>,
  operation: ConnectOperation,
  change: Record<string, unknown> = {},
  zone: Zone = 'test',
): Promise<Answer> {
  return world.send(`${connectBases[zone]}${connectPaths[operation]}`, { method: 'POST', body: { ...queueMessage, ...change } })
}

/** The chat of a user, as the control API shows it. */
export async function chat(
  world: Pick<TestWorld, 'control'>,
  { user = lineUser, zone = 'test' as Zone, query = '' } = {},
): Promise<Delivery[]> {
  const { status, json, text } = await world.control('GET', `/connect/chats/${zone}/${user}/deliveries${query}`)
  if (status !== 200) throw new Error(`The chat of ${user}: ${status} ${text}`)
  return json
}

/** Kind, state and time of what lies in a chat. */
export async function outline(...args: Parameters<typeof chat>): Promise<string[]> {
  return (await chat(...args)).map(({ kind, state, at }) => `${at} ${kind} ${state}`)
}
