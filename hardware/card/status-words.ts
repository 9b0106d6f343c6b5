type Source =
  /** Seen by independent public readers, or the norm's own mechanism of T=0. */
  | 'readers'
  /** Ours: no trace of a real card is public for it. ISO 7816-4 where it says something. */
  | 'assumed'

interface StatusWord {
  /** The two bytes. */
  code: number
  source: Source
  when: string
}

/**
 * Every status word of the virtual card, but for 61xx and 6Cxx, which carry a length. What is assumed is in this table alone, so that a
 * trace of a real card can replace it.
 */
export const statusWords = {
  done: { code: 0x9000, source: 'readers', when: 'The command was carried out.' },
  unknownApplet: {
    code: 0x6a82,
    source: 'readers',
    when: 'SELECT of an applet that is not on the card; that of the laser number is on no old chip.',
  },
  wrongLength: {
    code: 0x6700,
    source: 'assumed',
    when: 'A command of less than four bytes, or of another length than it says; READ without the two bytes of a length from 1 to 256.',
  },
  beyondTheFile: { code: 0x6b00, source: 'assumed', when: 'READ that ends behind the file.' },
  wrongParameters: { code: 0x6a86, source: 'assumed', when: 'P1 or P2 that nobody sends.' },
  unknownData: {
    code: 0x6a88,
    source: 'assumed',
    when: 'GET DATA of another tag than 9F7F, or on a chip that gives no production data (old ones, in public reports).',
  },
  unknownInstruction: {
    code: 0x6d00,
    source: 'assumed',
    when: 'An instruction that what is selected does not know: READ before SELECT, B1 of old cards.',
  },
  unknownClass: { code: 0x6e00, source: 'assumed', when: 'A class byte that is neither 00 nor 80.' },
  nothingPending: { code: 0x6985, source: 'assumed', when: 'GET RESPONSE while no data are waiting.' },
  notInTheTrace: { code: 0x6f00, source: 'assumed', when: 'A command that the trace that is played does not have.' },
} as const satisfies Record<string, StatusWord>

export type StatusWordName = keyof typeof statusWords
