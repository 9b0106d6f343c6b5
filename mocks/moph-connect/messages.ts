import type { Content } from './calls.ts'
import type { DeliveryKind } from './tables.ts'
import { thaiDay } from './thaiDay.ts'

export interface Message {
  text: string
  /** Buttons below it. */
  links: { label: string; url: string }[]
}

/** What the patient reads. The documents say what is sent and when, not in which words: these are ours. */
export function messageOf(kind: DeliveryKind, content: Content): Message {
  return { text: opening[kind](content).join('\n'), links: kind === 'queue-card' || kind === 'survey' ? [] : linksOf(content) }
}

const opening: Record<DeliveryKind, (content: Content) => string[]> = {
  'queue-card': (content) => ['บัตรคิว', ...particulars(content)],
  details: (content) => ['รายละเอียดการนัดหมาย', ...particulars(content)],
  'reminder-day-before': (content) => ['แจ้งเตือน: พรุ่งนี้คุณมีนัด', ...particulars(content)],
  'reminder-same-day': (content) => ['แจ้งเตือน: วันนี้คุณมีนัด', ...particulars(content)],
  'near-turn': (content) => ['ใกล้ถึงคิวของคุณแล้ว', ...particulars(content)],
  survey: ({ hospitalName }) => [
    'แบบสอบถามประเมินความพึงพอใจ',
    ...(hospitalName === undefined ? [] : [hospitalName]),
    'ให้คะแนน 1 (น้อยที่สุด) ถึง 5 (มากที่สุด)',
  ],
  alert: (content) => [content.header ?? 'แจ้งเตือน', ...particulars(content)],
}

/** What was sent of them: no document says which fields a message can't be without. */
function particulars({ hospitalName, origin, queueNumber, patientName, appointmentDate, appointmentTime }: Content): string[] {
  const day = appointmentDate === undefined ? undefined : thaiDay(appointmentDate)
  return [hospitalName, origin, queueNumber, patientName, day, appointmentTime].filter((text) => text !== undefined)
}

function linksOf({ detailsLink, detailsLinkLabel, currentQueueLink, currentQueueLinkLabel }: Content): Message['links'] {
  return [
    { label: detailsLinkLabel ?? 'ดูรายละเอียดการนัดหมาย', url: detailsLink },
    { label: currentQueueLinkLabel ?? 'ดูสถานะคิวปัจจุบัน', url: currentQueueLink },
  ].flatMap(({ label, url }) => (url === undefined ? [] : [{ label, url }]))
}
