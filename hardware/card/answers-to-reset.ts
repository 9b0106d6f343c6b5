/**
 * Answers to reset of Thai national ID cards: `TH NID` and a number (pcsc-tools' smartcard_list.txt, public captures). All are direct
 * convention and T=0 alone. The digit of `th-nid-9` is assumed: the list leaves it open. No whole one that begins `3b67` is public: it is a
 * stand-in for the cards to which readers send GET RESPONSE with P2=01.
 */
const hexadecimal = {
  'th-nid-17': '3b79960000 5448204e494420 3137',
  'th-nid-18': '3b79960000 5448204e494420 3138',
  'th-nid-15': '3b79960000 5448204e494420 3135',
  'th-nid-10': '3b79180000 5448204e494420 3130',
  'th-nid-9': '3b78180000 5448204e494420 39',
  'th-nid-6': '3b680000 5448204e494420 36',
  '3b67': '3b670000 2920006f789000',
} as const

export type AtrName = keyof typeof hexadecimal

export const atrNames = Object.keys(hexadecimal) as AtrName[]

/** The generation of today. */
export const usualAtr: AtrName = 'th-nid-17'

/** Generations that answer no laser number and no chip id (public reports). */
const old: readonly AtrName[] = ['th-nid-10', 'th-nid-9', 'th-nid-6']

export const isOldChip = (name: AtrName): boolean => old.includes(name)

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex.replaceAll(' ', ''), 'hex'))

export const atrBytes = (name: AtrName): Uint8Array => bytes(hexadecimal[name])

/** Of a chip card that is no Thai ID card. */
export const foreignAtr: Uint8Array = bytes('3b650000 2063cb6800')
