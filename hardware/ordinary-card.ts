import { drawnFace } from '../fixtures/cards/photo.ts'
import { usualAtr } from './card/answers-to-reset.ts'
import type { CardAddress, CardData, CardName, CardRights } from './card/card-data.ts'
import type { ThaiCard } from './cards.ts'

type Particular = Pick<CardData, 'pid' | 'thaiName' | 'birthDate' | 'sex'> &
  Partial<Omit<CardData, 'address'>> & { address?: Partial<CardAddress> }
type Chip = Partial<Pick<ThaiCard, 'atr' | 'laser' | 'chipId'>> & { rights?: Partial<CardRights> }

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
  const { pid, sex, issueDate = '25650101' } = particular
  const serial = pid.slice(5)
  return {
    card: name,
    note,
    atr: chip.atr ?? usualAtr,
    data: {
      englishName: english(sex === 1 ? 'Mr.' : 'Miss'),
      requestNumber: `9999-01-${serial.slice(0, 3)}/${issueDate.slice(2)}`,
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
    rights: { ...oldRights, ...chip.rights },
    laser: chip.laser ?? `ZZ99${serial}`,
    chipId: chip.chipId ?? `9999${pid.slice(1)}`,
  }
}

export const thai = (title: string, first: string, last: string, middle: string | undefined = ''): CardName => ({
  title,
  first,
  middle,
  last,
})
const english = (title: string): CardName => ({ title, first: 'Somebody', middle: '', last: 'Synthetic' })
