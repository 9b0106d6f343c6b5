import { visible } from '../../../terminal/visible.ts'
import { padEnd } from '../../reports/text-width.ts'
import type { ShownCard } from './sandbox.ts'

type Name = ShownCard['thai_name']
type Address = ShownCard['address']

/** What is on a card, for a person. */
export function cardText(card: Partial<ShownCard>): string {
  const photo = card.photo === undefined ? undefined : `${Buffer.from(card.photo, 'base64').length} bytes`
  const rows: [string, string | null | undefined][] = [
    ['Citizen id / เลขประจำตัวประชาชน', card.pid],
    ['Thai name / ชื่อไทย', card.thai_name && nameText(card.thai_name)],
    ['English name / ชื่ออังกฤษ', card.english_name && nameText(card.english_name)],
    ['Born / เกิด', dateText(card.birth_date)],
    ['Sex / เพศ', card.sex === undefined ? undefined : sexText(card.sex)],
    ['Address / ที่อยู่', card.address && addressText(card.address)],
    ['Issued / วันออกบัตร', dateText(card.issue_date)],
    ['Expires / วันหมดอายุ', card.expiry_date === '99999999' ? 'never / ตลอดชีพ' : dateText(card.expiry_date)],
    ['Issued by / ผู้ออกบัตร', card.issuer],
    ['Photo / ภาพ', photo],
    ['Right in the chip / สิทธิในบัตร', card.rights?.main_right],
    ['Laser number / เลขหลังบัตร', card.laser],
    ['Chip id', card.chip_id],
  ]
  return rows
    .flatMap(([label, value]) => (value === undefined || value === null ? [] : [`  ${padEnd(label, 36)}${visible(value)}`]))
    .join('\n')
}

const sexes: Readonly<Record<string, string>> = { 1: 'male / ชาย', 2: 'female / หญิง', '': '(blank / ว่าง)' }

/** What is neither is shown as it stands there. */
const sexText = (sex: NonNullable<ShownCard['sex']>) => sexes[sex] ?? `${sex} (neither 1 nor 2 / ไม่ใช่ 1 หรือ 2)`

const nameText = ({ title, first, middle, last }: NonNullable<Name>) => [title, first, middle, last].filter(Boolean).join(' ')

const addressText = (address: NonNullable<Address>) => Object.values(address).filter(Boolean).join(' ')

/** As it stands on the card where it is a day, and as it is where it is not. */
function dateText(date: string | undefined): string | undefined {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})$/.exec(date ?? '') ?? []
  if (year === undefined) return date === '' ? '(blank / ว่าง)' : date
  return `${day}/${month}/${year} (${Number(year) - 543})`
}
