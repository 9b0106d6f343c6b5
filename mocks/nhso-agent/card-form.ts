import type { CardAddress, CardData, CardName, CardRights } from '../../hardware/card/card-data.ts'
import { isThaiCard, type NamedCard, type ThaiCard } from '../../hardware/cards.ts'
import { ordinaryCard } from '../../hardware/ordinary-card.ts'
import type { OtherApplets } from '../../hardware/reader/read-id-card.ts'
import type { components } from '../../src/generated/control/nhso-agent.ts'

type Schemas = components['schemas']

/** All that is on a card, as the control API shows it and takes it. */
export type OnCard = Schemas['Card']

/** Members of the control API's card, and what they are called in the chip. */
const textNames = {
  request_number: 'requestNumber',
  issuer: 'issuer',
  issuer_code: 'issuerCode',
  issue_date: 'issueDate',
  expiry_date: 'expiryDate',
  card_type: 'cardType',
  photo_number: 'photoNumber',
} as const satisfies Record<string, keyof CardData>
const rightsNames = {
  main_right: 'mainRight',
  sub_right: 'subRight',
  main_hospital: 'mainHospital',
  sub_hospital: 'subHospital',
  paid_type: 'paidType',
  issue_date: 'issueDate',
  expiry_date: 'expiryDate',
  update_date: 'updateDate',
  hospital_changes: 'hospitalChanges',
} as const satisfies Record<string, keyof CardRights>

/** The card that a body of the control API describes; what is left out is as on an ordinary one. */
export function cardFrom(name: string, body: Schemas['NewCard']): ThaiCard {
  const { pid, thai_name, english_name, birth_date, sex, address, photo, note = '', atr, laser, chip_id, rights } = body
  return ordinaryCard(
    name,
    note,
    {
      ...renamed(body, textNames),
      pid,
      thaiName: nameFrom(thai_name),
      birthDate: birth_date,
      sex,
      ...(english_name && { englishName: nameFrom(english_name) }),
      ...(address && { address: address as Partial<CardAddress> }),
      ...(photo !== undefined && { photo: new Uint8Array(Buffer.from(photo, 'base64')) }),
    },
    {
      ...(atr && { atr }),
      ...(laser !== undefined && { laser }),
      ...(chip_id !== undefined && { chipId: chip_id }),
      ...(rights !== undefined && { rights: rights && renamed(rights, rightsNames) }),
    },
  )
}

/** Where in the body a field of the chip (`data.thaiName`) was given. */
export function cardPointer(field: string): string {
  const [part, name] = field.split('.')
  const names: Record<string, string> = { ...snake(textNames), thaiName: 'thai_name', englishName: 'english_name', birthDate: 'birth_date' }
  if (part === 'rights') return `/body/rights/${snake(rightsNames)[name!]}`
  if (part === 'data') return `/body/${names[name!] ?? name}`
  return `/body/${part === 'chipId' ? 'chip_id' : part}`
}

export function summary(named: NamedCard): Schemas['CardSummary'] {
  const { card, note, atr } = named
  const person = isThaiCard(named) ? { pid: named.data.pid, thai_name: inOneLine(named.data.thaiName) } : { pid: null, thai_name: null }
  return { card, note, atr, ...person }
}

export function shownCard(named: NamedCard): Schemas['Card'] {
  const { card, note } = named
  if (!isThaiCard(named)) return { card, note, atr: 'other' }
  return { card, note, atr: named.atr, rights: null, laser: null, chip_id: null, ...shownContents(named.data, named) }
}

/** What is in a chip, as far as it was read. */
export function shownContents(data: CardData, others: Partial<OtherApplets> = {}): Omit<Schemas['Card'], 'card' | 'note' | 'atr'> {
  const { rights, laser, chipId } = others
  return {
    pid: data.pid,
    thai_name: shownName(data.thaiName),
    english_name: shownName(data.englishName),
    birth_date: data.birthDate,
    sex: data.sex,
    ...backwards(data, textNames),
    address: data.address,
    ...(data.photo && { photo: Buffer.from(data.photo).toString('base64') }),
    ...(rights && { rights: backwards(rights, rightsNames) }),
    ...(laser !== undefined && { laser }),
    ...(chipId !== undefined && { chip_id: chipId }),
  }
}

const inOneLine = ({ title, first, middle = '', last }: CardName) =>
  [`${title}${first}`, middle, last].filter((part) => part !== '').join(' ')

const shownName = ({ title, first, middle, last }: CardName): Schemas['PersonName'] => ({ title, first, middle: middle ?? null, last })

function nameFrom({ title, first, middle = '', last }: Schemas['PersonName']): CardName {
  return { title, first, ...(middle !== null && { middle }), last }
}

/** What was given, under the names of the chip. */
function renamed<Names extends Record<string, string>>(from: object, names: Names): { [Name in keyof Names as Names[Name]]?: string } {
  const entries = Object.entries(names).filter(([name]) => (from as Record<string, unknown>)[name] !== undefined)
  return Object.fromEntries(entries.map(([name, chipName]) => [chipName, (from as Record<string, unknown>)[name]])) as never
}

/** The other way round. */
const backwards = (from: object, names: Record<string, string>) =>
  Object.fromEntries(Object.entries(names).map(([name, chipName]) => [name, (from as Record<string, unknown>)[chipName]]))

const snake = (names: Record<string, string>) => Object.fromEntries(Object.entries(names).map(([name, chipName]) => [chipName, name]))
