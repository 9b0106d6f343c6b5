import { expect } from 'vitest'
import { type MophClient, type QueueMessage, RefusedError } from '../../src/doors/client/index.ts'
import { describePact, type Interaction } from './pact.ts'

const user_id = '5bedb4000000000000000001'
const message: QueueMessage = {
  userId: user_id,
  hospitalName: 'โรงพยาบาลปทุมธานี',
  origin: 'กระทรวงสาธารณสุข',
  queueNumber: 'จุดคัดกรอง คิวที่ 201',
  patientName: 'นาง สมศรี ตัวอย่าง',
  appointmentDate: '2026-12-01',
  appointmentTime: 'เวลานัดหมาย 09:00-09:15 น. กรุณามาก่อนเวลา 10 นาที',
  detailsLink: 'http://queue.hospital.example/',
  currentQueueLink: 'http://queue.hospital.example/',
}
const alert = { ...message, header: 'แจ้งเลื่อนนัด', backgroundColor: '#1E88E5' }

const given = [{ description: 'somebody has the MOPH Connect ID', parameters: { user_id } }]
const post = (path: string, body: object): Interaction['request'] => ({
  method: 'POST',
  path,
  headers: { 'Content-Type': 'application/json' },
  body: body,
})
/** The client reads no body, so the pact asks for none. */
const taken: Interaction['reply'] = { status: 200 }
const refused: Interaction['reply'] = { status: 400 }

const isTaken = (send: (client: MophClient) => Promise<void>) => async (client: MophClient) => {
  expect(await send(client)).toBeUndefined()
}
const isRefused = (send: (client: MophClient) => Promise<void>) => async (client: MophClient) => {
  const error = await send(client).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(RefusedError)
  expect(error).toMatchObject({ status: 400, outcomeUnknown: false })
}

describePact('moph-connect', [
  {
    title: 'a booking',
    given,
    request: post('/queue', message),
    reply: taken,
    call: isTaken(({ connect }) => connect.sendQueueCard(message)),
  },
  {
    title: 'reminders',
    given,
    request: post('/queue/schedule', message),
    reply: taken,
    call: isTaken(({ connect }) => connect.scheduleReminders(message)),
  },
  {
    title: 'a turn that is near',
    given,
    request: post('/queue/notify', message),
    reply: taken,
    call: isTaken(({ connect }) => connect.notifyNearTurn(message)),
  },
  {
    title: 'an alert',
    given,
    request: post('/alert', alert),
    reply: taken,
    call: isTaken(({ connect }) => connect.sendAlert(alert)),
  },
  {
    title: 'a booking with a link that is none',
    given,
    request: post('/queue', { ...message, detailsLink: 'www.hospital.example' }),
    reply: refused,
    call: isRefused(({ connect }) => connect.sendQueueCard({ ...message, detailsLink: 'www.hospital.example' })),
  },
  {
    title: 'reminders for a day in a Buddhist year',
    given,
    request: post('/queue/schedule', { ...message, appointmentDate: '2569-12-01' }),
    reply: refused,
    call: isRefused(({ connect }) => connect.scheduleReminders({ ...message, appointmentDate: '2569-12-01' })),
  },
])
