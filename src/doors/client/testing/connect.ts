import { createMophClient, type MophClient } from '../client.ts'
import type { ConnectClient } from '../moph-connect/index.ts'
import type { QueueMessage } from '../moph-connect/types.ts'
import type { MophClientOptions } from '../options.ts'
import { credentials } from './moph.ts'
import { type Answer, type Received, startServer } from './server.ts'

export const queueMessage: QueueMessage = {
  userId: '5bedb4000000000000000001',
  hospitalName: 'รพ.ทดสอบปลายทาง',
  origin: 'กระทรวงสาธารณสุข',
  queueNumber: 'จุดคัดกรอง คิวที่ 201',
  patientName: 'นาง สมศรี ตัวอย่าง',
  appointmentDate: '2026-12-08',
  appointmentTime: 'เวลานัดหมาย 09:00-09:15 น. กรุณามาก่อนเวลา 10 นาที',
  detailsLink: 'http://queue.hospital.example/',
  currentQueueLink: 'http://queue.hospital.example/',
}

/** One example call of every operation of MOPH Connect. */
export const connectExamples: Record<keyof ConnectClient, (client: MophClient) => Promise<unknown>> = {
  sendQueueCard: ({ connect }) => connect.sendQueueCard(queueMessage),
  scheduleReminders: ({ connect }) => connect.scheduleReminders(queueMessage),
  notifyNearTurn: ({ connect }) => connect.notifyNearTurn(queueMessage),
  sendAlert: ({ connect }) => connect.sendAlert({ ...queueMessage, header: 'แจ้งเลื่อนนัด', backgroundColor: '#1E88E5' }),
}

export const connectOperations = Object.keys(connectExamples) as (keyof ConnectClient)[]

/** A server in place of MOPH Connect, and a client of it. Its other upstreams are nowhere: a login would fail. */
export async function startConnect(
  answer: Answer,
  more: Partial<MophClientOptions> = {},
): Promise<{ client: MophClient; calls: Received[] }> {
  const { origin, received } = await startServer(answer)
  const nowhere = 'http://nowhere.invalid'
  const baseUrls = { 'moph-account': nowhere, 'moph-appointment': nowhere, 'moph-connect': `${origin}/mophconnect.go.th/test/api` }
  return { client: createMophClient({ baseUrls, credentials, ...more }), calls: received }
}
