import { drawnFace } from '../fixtures/cards/photo.ts'
import type { CardAddress, CardData, CardName } from './card-source.ts'
import type { NamedCard } from './cards.ts'

type Particular = Pick<CardData, 'pid' | 'thaiName' | 'birthDate' | 'sex'> &
  Partial<Omit<CardData, 'address'>> & { address?: Partial<CardAddress> }

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

/** A card that is ordinary but for what is said of it. Who says something of the address says all of it. */
export function ordinaryCard(name: string, note: string, { address, ...particular }: Particular): NamedCard {
  return {
    card: name,
    note,
    data: {
      englishName: particular.sex === 1 ? english('Mr.') : english('Miss'),
      issuer: 'สำนักทะเบียนตัวอย่าง/กรุงเทพมหานคร',
      issueDate: '25650101',
      expiryDate: '25731231',
      address: address ? { ...nowhere, ...address } : bangkok,
      photo: new Uint8Array(Buffer.from(drawnFace, 'base64')),
      ...particular,
    },
  }
}

export const thai = (title: string, first: string, last: string, middle = ''): CardName => ({ title, first, middle, last })
const english = (title: string): CardName => ({ title, first: 'Somebody', middle: '', last: 'Synthetic' })
