import type { QueueMessage } from '../../../src/doors/client/index.ts'
import { connectUserOf } from '../cast.ts'
import type { Scenario, Scene, Step } from '../scenario.ts'

/** The story takes place a week ahead. */
const daysAhead = 7

/** A place in a hospital's queue, from the queue card to the survey. */
export const connect: Scenario = {
  name: 'connect',
  title: { en: 'A queue card, reminders and a survey in LINE', th: 'บัตรคิว ข้อความแจ้งเตือน และแบบสอบถามใน LINE' },
  source: 'MOPH Connect queue API, 1 to 3; MOPH Connect queue service slides',
  upstreams: ['moph-connect'],
  script: () => ({ steps }),
}

const unknownReply = 'no document says how the real service refuses'

const steps: readonly Step[] = [
  {
    id: 'queue-card',
    title: { en: 'Send the queue card', th: 'ส่งบัตรคิว' },
    operation: 'sendQueueCard',
    async play(scene) {
      await scene.moph.connect.sendQueueCard(messageIn(scene, daysAhead))
      await arrived(scene, ['queue-card delivered', 'details delivered'])
      return 'taken'
    },
  },
  {
    id: 'reminders',
    title: { en: 'Set the reminders', th: 'ตั้งเวลาแจ้งเตือน' },
    operation: 'scheduleReminders',
    async play(scene) {
      await scene.moph.connect.scheduleReminders(messageIn(scene, daysAhead))
      await arrived(scene, ['reminder-day-before scheduled', 'reminder-same-day scheduled'])
      return 'taken'
    },
  },
  {
    id: 'near-turn',
    title: { en: 'Tell that the turn is near', th: 'แจ้งเตือนใกล้ถึงคิว' },
    operation: 'notifyNearTurn',
    async play(scene) {
      await scene.moph.connect.notifyNearTurn(messageIn(scene, 0))
      await arrived(scene, ['near-turn delivered', 'survey scheduled'])
      return 'taken'
    },
  },
  {
    id: 'alert',
    title: { en: 'Send any other message', th: 'ส่งข้อความแจ้งเตือนอื่น' },
    operation: 'sendAlert',
    sandboxOnly: 'the call is known from public clients only, and whether it is still there is not known',
    async play(scene) {
      await scene.moph.connect.sendAlert({ ...messageIn(scene, daysAhead), header: 'แจ้งเลื่อนนัด', backgroundColor: '#1E88E5' })
      await arrived(scene, ['alert delivered'])
      return 'taken'
    },
  },
  {
    id: 'link-refused',
    title: { en: 'Be refused a link without http://', th: 'ลิงก์ผิดต้องถูกปฏิเสธ' },
    operation: 'sendQueueCard',
    sandboxOnly: unknownReply,
    async play(scene) {
      const message = { ...messageIn(scene, daysAhead), detailsLink: 'www.hospital.example' }
      const refusal = { status: 400, rule: 'schema/pattern' }
      await scene.expect.refused('the link', refusal, () => scene.moph.connect.sendQueueCard(message))
      return 'refused with 400'
    },
  },
  {
    id: 'date-refused',
    title: { en: 'Be refused a Buddhist year', th: 'วันนัดปี พ.ศ. ต้องถูกปฏิเสธ' },
    operation: 'scheduleReminders',
    sandboxOnly: unknownReply,
    async play(scene) {
      const { appointmentDate, ...rest } = messageIn(scene, daysAhead)
      const message = { ...rest, appointmentDate: `${Number(appointmentDate.slice(0, 4)) + 543}${appointmentDate.slice(4)}` }
      const refusal = { status: 400, rule: 'schema/calendar' }
      await scene.expect.refused('the date', refusal, () => scene.moph.connect.scheduleReminders(message))
      return 'refused with 400'
    },
  },
]

function messageIn({ cast }: Scene, days: number): Required<QueueMessage> {
  return {
    userId: connectUserOf(cast),
    hospitalName: 'รพ.ทดสอบปลายทาง',
    origin: 'กระทรวงสาธารณสุข',
    queueNumber: 'จุดคัดกรอง คิวที่ 201',
    patientName: 'นาย ทดสอบ ระบบ',
    appointmentDate: cast.day(days),
    appointmentTime: 'เวลานัดหมาย 09:00-09:15 น. กรุณามาก่อนเวลา 10 นาที',
    detailsLink: 'http://queue.hospital.example/',
    currentQueueLink: 'http://queue.hospital.example/',
  }
}

/** A sandbox shows the chat: what the newest call has put into it. Elsewhere only the tester's own phone does. */
async function arrived({ cast, stage, expect }: Scene, wanted: string[]): Promise<void> {
  const chat = await stage.lineChat?.(connectUserOf(cast))
  if (chat === undefined) return
  const seen = chat.toSorted((one, other) => one.delivery_id - other.delivery_id).slice(-wanted.length)
  expect.equal(
    'the patient gets',
    seen.map(({ kind, state }) => `${kind} ${state}`),
    wanted,
  )
}
