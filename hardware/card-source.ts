/** A name as the card holds it: four parts. */
export interface CardName {
  title: string
  first: string
  /** Empty where there is none. */
  middle: string
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

/** What the Thai national ID card holds. Dates are `YYYYMMDD` with the Buddhist year, `00` where day or month are not known. */
export interface CardData {
  /** 13 digits. The card does not vouch for the last one. */
  pid: string
  thaiName: CardName
  englishName: CardName
  birthDate: string
  /** 1 male, 2 female. */
  sex: 1 | 2
  /** Office/province. */
  issuer: string
  issueDate: string
  /** `99999999` on a card that never expires. */
  expiryDate: string
  address: CardAddress
  /** A JPEG of at most 5,118 bytes; there only where it was asked for, since it takes most of the time. */
  photo?: Uint8Array
}

export interface Terminal {
  /** The reader as the operating system calls it. */
  name: string
  /** Whether a card is in it. */
  present: boolean
}

/** Why a card could not be read. */
export type CardProblem =
  | { kind: 'no-reader' | 'no-card' | 'mute' }
  /** Pulled out while it was read; whose it was, where that had been read by then. */
  | { kind: 'pulled-out'; pid?: string }

export type CardReading = { card: CardData } | { problem: CardProblem }

/**
 * Where cards come from: what the agent knows of readers and cards, and all that another kind of reader has to implement. A reading may
 * take seconds, so it is never waited for within a transaction.
 */
export interface CardSource {
  /** Readers that are plugged in, in the order in which the system lists them. */
  terminals(): Promise<Terminal[]>
  /** Reads the card in a reader, named as `terminals` names it. */
  readCard(terminal: string, options: { image: boolean }): Promise<CardReading>
}
