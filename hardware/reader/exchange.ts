/** Sends one command to a card and gives its answer, status word included. */
export type Transmit = (command: Uint8Array) => Uint8Array | Promise<Uint8Array>

/** The card answers what a Thai ID card does not. */
export class UnexpectedAnswer extends Error {
  /** The status word, four hexadecimal digits; empty where there was none. */
  readonly statusWord: string
  constructor(what: string, answer: Uint8Array) {
    const statusWord = Buffer.from(answer.subarray(-2)).toString('hex').toUpperCase()
    super(`${what}: the card answered ${statusWord || 'nothing'}`)
    this.statusWord = statusWord
  }
}

const bytesAvailable = 0x61
const wrongLe = 0x6c

/**
 * One command with all that T=0 makes of it: what waits (61xx) is fetched, a wrong Le (6Cxx) is corrected. `responseP2` is the P2 of GET
 * RESPONSE: 1 for cards whose answer to reset begins 3B67 (public readers), else 0.
 */
export async function exchange(transmit: Transmit, command: Uint8Array, responseP2 = 0): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let next = command
  // A card that never comes to an end is none: 256 bytes in parts of one.
  for (let turn = 0; turn < 258; turn++) {
    const answer = await transmit(next)
    const data = answer.subarray(0, -2)
    if (data.length > 0) parts.push(data)
    const [first, second] = answer.subarray(-2) as unknown as [number, number]
    if (first === bytesAvailable) next = Uint8Array.of(0x00, 0xc0, 0x00, responseP2, second)
    else if (first === wrongLe) next = Uint8Array.of(...next.subarray(0, 4), second)
    else return Buffer.concat([...parts, answer.subarray(-2)])
  }
  throw new UnexpectedAnswer('The card goes on without end', new Uint8Array(0))
}

const isDone = (answer: Uint8Array) => answer.length >= 2 && answer[answer.length - 2] === 0x90 && answer[answer.length - 1] === 0x00

/** The data of a command that succeeds. */
export async function dataOf(what: string, transmit: Transmit, command: Uint8Array, responseP2 = 0): Promise<Uint8Array> {
  const answer = await exchange(transmit, command, responseP2)
  if (!isDone(answer)) throw new UnexpectedAnswer(what, answer)
  return answer.subarray(0, -2)
}
