import type { SentMessage, TargetedMessage } from '../../../src/doors/client/index.ts'
import { version } from '../../../src/version.ts'
import { patientOf } from '../cast.ts'
import type { Expectations } from '../expectations.ts'
import type { Scenario, Scene, Step } from '../scenario.ts'

/** Of the demo world: someone on the white list, and someone who is not. */
const listed = '1999900000030'
const notListed = '1999900000013'

interface Learnt {
  /** The code of this run's message. */
  readonly code: string
  /** It may have gone out. */
  sent: boolean
}

/** A message to a patient, changed and sent again (MOPH Immunization Center API v1.15; public clients). */
export const messaging: Scenario = {
  name: 'messaging',
  title: { en: 'A message to a patient, from sending to changing it', th: 'ข้อความถึงผู้รับบริการ ตั้งแต่ส่งจนแก้ไข' },
  source: 'MOPH Immunization Center API v1.15, SendMessageTarget; public clients',
  upstreams: ['moph-account', 'moph-messaging'],
  script() {
    const learnt: Learnt = { code: `verify-${Date.now().toString(36)}`, sent: false }
    const left = () => (learnt.sent ? [`message ${learnt.code} may have been sent, and no call takes it back`] : [])
    return { steps: steps(learnt), tidyUp: async () => left() }
  },
}

const steps = (learnt: Learnt): Step[] => [
  {
    id: 'send',
    title: { en: 'Send a message', th: 'ส่งข้อความ' },
    operation: 'sendMessageTarget',
    async play(scene) {
      const sent = await send(learnt, scene)
      scene.expect.equal('it is a new one', sent.updated, false)
      return toHowMany(sent)
    },
  },
  {
    id: 'change',
    title: { en: 'Change it under the same code', th: 'แก้ไขข้อความด้วยรหัสเดิม' },
    operation: 'sendMessageTarget',
    needs: ['send'],
    async play(scene) {
      const sent = await send(learnt, scene, { message_title: 'ทดสอบระบบ (แก้ไข)' })
      scene.expect.equal('it is an update', sent.updated, true)
      return toHowMany(sent)
    },
  },
  {
    id: 'white-list',
    title: { en: 'Reach only those on the white list', th: 'ส่งถึงเฉพาะผู้ที่อยู่ใน White list' },
    operation: 'sendMessageTarget',
    sandboxOnly: 'who is on the white list of a real zone is not known',
    needs: ['send'],
    async play(scene) {
      const sent = await send(learnt, scene, { target: [listed, notListed] })
      scene.expect.equal('it is sent to who is on it', sent.target, [listed])
      scene.expect.equal('and not to who is not', sent.target_not_on_white_list, [notListed])
      return toHowMany(sent)
    },
  },
  {
    id: 'refuse-number',
    title: { en: 'Be refused a citizen id that is a number', th: 'เลขประจำตัวประชาชนที่เป็นตัวเลขต้องถูกปฏิเสธ' },
    operation: 'sendMessageTarget',
    sandboxOnly: 'what a wrong type is answered with is not documented',
    async play(scene) {
      const target = [Number(listed)] as unknown as string[]
      await scene.expect.refused('the message', { status: 400, rule: 'schema/type' }, () => send(learnt, scene, { target }))
      return 'refused with 400'
    },
  },
]

async function send(
  learnt: Learnt,
  { moph, cast, credentials, expect }: Scene,
  change: Partial<TargetedMessage> = {},
): Promise<SentMessage> {
  const message = {
    hospital: {
      hospital_code: credentials.hospitalCode,
      hospital_name: credentials.hospitalCode,
      his_identifier: `moph-sandbox verify ${version}`,
    },
    message_ref_code: learnt.code,
    message_title: 'ทดสอบระบบ',
    message_content_html: '<p>ข้อความทดสอบ ไม่ต้องดำเนินการใด ๆ</p>',
    target: [patientOf(cast).cid],
    ...change,
  }
  learnt.sent = true
  const sent = await moph.messaging.sendMessageTarget(message)
  expect.asInSpec(sent)
  everyoneIsAccountedFor(expect, message.target, sent)
  return sent
}

function everyoneIsAccountedFor(expect: Expectations, target: readonly string[], sent: SentMessage): void {
  expect.equal('everyone of the target is sent to or left out', [...sent.target, ...sent.target_not_on_white_list].length, target.length)
}

const toHowMany = ({ target, target_not_on_white_list }: SentMessage) =>
  `sent to ${target.length}, left out ${target_not_on_white_list.length}`
