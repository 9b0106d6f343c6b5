import { drawnFace } from '../fixtures/cards/photo.ts'
import { isOldChip, usualAtr } from './card/answers-to-reset.ts'
import type { CardAddress, CardData, CardName, CardRights } from './card/card-data.ts'
import type { ThaiCard } from './cards.ts'

type Particular = Pick<CardData, 'pid' | 'thaiName' | 'birthDate' | 'sex'> &
  Partial<Omit<CardData, 'address'>> & { address?: Partial<CardAddress> }
/** Null for what a chip has nothing of; what is left out is as on most chips of its generation. */
interface Chip {
  atr?: ThaiCard['atr']
  laser?: string | null
  chipId?: string | null
  rights?: Partial<CardRights> | null
}

const bangkok: CardAddress = {
  house: '99/9',
  moo: '',
  trok: '',
  soi: '',
  road: 'ถนนสมมุติ',
  tambon: 'แขวงตัวอย่าง',
  amphoe: 'เขตตัวอย่าง',
  province: 'กรุงเทพมหานคร',
}
const nowhere: CardAddress = { house: '', moo: '', trok: '', soi: '', road: '', tambon: '', amphoe: '', province: '' }

const oldRights: CardRights = {
  mainRight: 'สิทธิหลักประกันสุขภาพแห่งชาติ',
  subRight: 'บุคคลทั่วไป',
  mainHospital: 'โรงพยาบาลตัวอย่าง',
  subHospital: 'ศูนย์สุขภาพตัวอย่าง',
  paidType: '1',
  issueDate: '25650101',
  expiryDate: '25731231',
  updateDate: '25650101',
  hospitalChanges: '0',
}

/** A card that is ordinary but for what is said of it. Who says something of the address says all of it. */
export function ordinaryCard(name: string, note: string, { address, ...particular }: Particular, chip: Chip = {}): ThaiCard {
  const { pid, thaiName, issueDate = '25650101' } = particular
  const { atr = usualAtr, rights = {} } = chip
  const serial = pid.slice(5)
  const isOld = isOldChip(atr)
  const laser = chip.laser ?? (chip.laser === null || isOld ? undefined : `ZZ99${serial}`)
  const chipId = chip.chipId ?? (chip.chipId === null || isOld ? undefined : `9999${pid.slice(1)}`)
  return {
    card: name,
    note,
    atr,
    data: {
      englishName: english(thaiName.title),
      // Some readers take its last eight digits for those of the number below the photo.
      requestNumber: `9999-01-${serial.slice(0, 3)}/${serial}`,
      issuer: 'สำนักทะเบียนตัวอย่าง/กรุงเทพมหานคร',
      issuerCode: '9999900000099',
      issueDate,
      expiryDate: '25731231',
      cardType: '01',
      address: address ? { ...nowhere, ...address } : bangkok,
      photoNumber: `999901${serial}`,
      photo: new Uint8Array(Buffer.from(drawnFace, 'base64')),
      ...particular,
    },
    ...(rights !== null && { rights: { ...oldRights, ...rights } }),
    ...(laser !== undefined && { laser }),
    ...(chipId !== undefined && { chipId }),
  }
}

export const thai = (title: string, first: string, last: string, middle: string | undefined = ''): CardName => ({
  title,
  first,
  middle,
  last,
})
/** Titles as they stand on cards in both languages. */
export const englishTitles: Readonly<Record<string, string>> = {
  นาย: 'Mr.',
  นาง: 'Mrs.',
  'น.ส.': 'Miss',
  'ด.ช.': 'Master',
  'ด.ญ.': 'Miss',
}

const english = (title: string): CardName => ({ title: englishTitles[title] ?? '', first: 'Somebody', middle: '', last: 'Synthetic' })
