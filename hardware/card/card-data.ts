/** A name as the card holds it. */
export interface CardName {
  title: string
  first: string
  /** Empty where there is none; undefined on the cards whose names have three parts. */
  middle?: string | undefined
  last: string
}

/** The eight parts of the address on a card; those that do not apply are empty. */
export interface CardAddress {
  house: string
  moo: string
  trok: string
  soi: string
  road: string
  tambon: string
  amphoe: string
  province: string
}

/**
 * What the citizen applet of the Thai national ID card holds. Dates are `YYYYMMDD` with the Buddhist year; `00` where day or month are not
 * known, or the year alone, or nothing at all. The card vouches for none of it.
 */
export interface CardData {
  /** 13 digits. The last one may be wrong. */
  pid: string
  thaiName: CardName
  englishName: CardName
  birthDate: string
  sex: CardSex
  /** Number of the request for the card, printed below the photo. */
  requestNumber: string
  /** Office/province. */
  issuer: string
  /** Of the officer. */
  issuerCode: string
  issueDate: string
  /** `99999999` on a card that never expires. */
  expiryDate: string
  /** `01`. */
  cardType: string
  address: CardAddress
  /** 14 digits below the photo. */
  photoNumber: string
  /** A JPEG of at most 5,100 bytes; there only where it was asked for, since it takes most of the time. */
  photo?: Uint8Array
}

/** 1 male, 2 female; what else stands on a card is given as it is: a digit as a number, any other character as text, nothing as ''. */
export type CardSex = number | string

/** What the NHSO applet holds: the rights as they were when it was last written, years ago on most cards. */
export interface CardRights {
  mainRight: string
  subRight: string
  mainHospital: string
  subHospital: string
  paidType: string
  issueDate: string
  expiryDate: string
  updateDate: string
  /** How often the hospital was changed: one digit. */
  hospitalChanges: string
}

/** All that is in the chip of a Thai national ID card. */
export interface ChipContents {
  data: CardData & { photo: Uint8Array }
  /** Undefined on a card without NHSO data. */
  rights?: CardRights | undefined
  /** Printed on the back: two letters and ten digits. Undefined on old chips, which answer none. */
  laser?: string | undefined
  /** 16 hexadecimal digits. Undefined on old chips, which answer none. */
  chipId?: string | undefined
}
