import { type Applet, appletOf, applets } from './applets.ts'
import type { Chip } from './card.ts'
import { longestRead } from './layout.ts'
import { type ChipFiles, photoCut } from './personalise.ts'
import { type StatusWordName, statusWords } from './status-words.ts'

const instructions = { select: 0xa4, read: 0xb0, getResponse: 0xc0, getData: 0xca, readLaser: 0x00 } as const

/** What the card manager says of itself when it is selected by no name: GlobalPlatform's form, 18 bytes (a public reader's constant). */
const cardManager = Buffer.from('6f108408a000000003000000a5049f6501ff', 'hex')
const productionTag = 0x9f7f

/**
 * The Thai national ID card: applets over the files of one chip, behind T=0. A command with data answers `61 LL` and GET RESPONSE fetches
 * what waits; a wrong Le answers `6C LL`. Any bytes get an answer of at most 256 bytes and a status word.
 */
export class VirtualCard implements Chip {
  readonly atr: Uint8Array
  readonly #files: ChipFiles
  /** Undefined is the card manager, as after each reset. */
  #selected: Applet | undefined
  #waiting: Uint8Array | undefined
  #citizen: Uint8Array

  constructor(atr: Uint8Array, files: ChipFiles) {
    this.atr = atr
    this.#files = files
    this.#citizen = files.citizen
  }

  reset(): void {
    this.#selected = undefined
    this.#waiting = undefined
  }

  passOver(): void {
    this.#waiting = undefined
  }

  cutPhoto(bytes: number | undefined): void {
    this.#citizen = bytes === undefined ? this.#files.citizen : photoCut(this.#files.citizen, bytes)
  }

  transmit(command: Uint8Array): Uint8Array {
    if (command.length < 4) {
      this.#waiting = undefined
      return status('wrongLength')
    }
    const [cla, ins] = command as unknown as [number, number]
    if (cla !== 0x00 && cla !== 0x80) {
      this.#waiting = undefined
      return status('unknownClass')
    }
    // Java's javax.smartcardio sends the class byte of the command before it.
    if (ins === instructions.getResponse) return this.#getResponse(command)
    this.#waiting = undefined
    if (cla === 0x00 && ins === instructions.select) return this.#select(command)
    if (cla === 0x80 && this.#selected === undefined && ins === instructions.getData) return this.#getData(command)
    if (cla === 0x80 && this.#selected === 'laser' && ins === instructions.readLaser) return this.#readLaser(command)
    const file = this.#selectedFile()
    return cla === 0x80 && file && ins === instructions.read ? this.#read(command, file) : status('unknownInstruction')
  }

  /** What READ reads. */
  #selectedFile(): Uint8Array | undefined {
    if (this.#selected === 'citizen') return this.#citizen
    return this.#selected === 'rights' ? this.#files.rights : undefined
  }

  #getResponse(command: Uint8Array): Uint8Array {
    const waiting = this.#waiting
    if (command[2] !== 0 || command[3]! > 1) return status('wrongParameters')
    if (command.length > 5) return status('wrongLength')
    if (!waiting) return status('nothingPending')
    return this.#give(waiting, leOf(command))
  }

  /** As much as is asked for; the rest waits. */
  #give(data: Uint8Array, le: number): Uint8Array {
    if (le > data.length) return statusWithLength(0x6c, data.length)
    if (le === data.length) {
      this.#waiting = undefined
      return withStatus(data, statusWords.done.code)
    }
    const rest = data.subarray(le)
    this.#waiting = rest
    return withStatus(data.subarray(0, le), (0x61 << 8) | (rest.length & 0xff))
  }

  #select(command: Uint8Array): Uint8Array {
    if (command[2] !== 0x04 || command[3] !== 0x00) return status('wrongParameters')
    if (command.length <= 5) return this.#selectCardManager(command)
    const data = dataOf(command)
    if (!data) return status('wrongLength')
    const applet = appletOf(data)
    // Old chips have no laser number, and some cards no NHSO data.
    if (!applet || !this.#files[applet]) return status('unknownApplet')
    this.#selected = applet
    // Real cards have ten bytes waiting after SELECT; what is in them is not known: the name of the applet, with its tag.
    return this.#offer(Buffer.from(`8408${applets[applet]}`, 'hex'))
  }

  #selectCardManager(command: Uint8Array): Uint8Array {
    if (command.length === 4 || command[4] !== cardManager.length) return statusWithLength(0x6c, cardManager.length)
    this.#selected = undefined
    return withStatus(cardManager, statusWords.done.code)
  }

  #read(command: Uint8Array, file: Uint8Array): Uint8Array {
    const data = dataOf(command)
    if (data?.length !== 2) return status('wrongLength')
    const [offset, length] = [(command[2]! << 8) | command[3]!, (data[0]! << 8) | data[1]!]
    if (length === 0 || length > longestRead) return status('wrongLength')
    if (offset + length > file.length) return status('beyondTheFile')
    return this.#offer(file.subarray(offset, offset + length))
  }

  #readLaser(command: Uint8Array): Uint8Array {
    if (command[2] !== 0 || command[3] !== 0) return status('wrongParameters')
    if (command.length > 5) return status('wrongLength')
    return this.#give(this.#files.laser!, leOf(command))
  }

  #getData(command: Uint8Array): Uint8Array {
    const { production } = this.#files
    if (((command[2]! << 8) | command[3]!) !== productionTag || !production) return status('unknownData')
    if (command.length > 5) return status('wrongLength')
    return leOf(command) === production.length ? withStatus(production, statusWords.done.code) : statusWithLength(0x6c, production.length)
  }

  #offer(data: Uint8Array): Uint8Array {
    this.#waiting = data
    return statusWithLength(0x61, data.length)
  }
}

/** How many bytes are asked for; none and 00 ask for 256. */
const leOf = (command: Uint8Array): number => command[4] || 256

/** The data of a command that has some; what follows them can only be an Le, which Android terminals send and T=0 does not have. */
function dataOf(command: Uint8Array): Uint8Array | undefined {
  const length = command[4] ?? 0
  const whole = command.length === 5 + length || command.length === 6 + length
  return whole && length > 0 ? command.subarray(5, 5 + length) : undefined
}

function withStatus(data: Uint8Array, code: number): Uint8Array {
  const answer = new Uint8Array(data.length + 2)
  answer.set(data)
  answer[data.length] = code >> 8
  answer[data.length + 1] = code & 0xff
  return answer
}

const nothing = new Uint8Array(0)
const status = (name: StatusWordName) => withStatus(nothing, statusWords[name].code)
const statusWithLength = (first: number, length: number) => Uint8Array.of(first, length & 0xff)
