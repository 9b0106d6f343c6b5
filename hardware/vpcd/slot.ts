import { connect, type NetConnectOpts, type Socket } from 'node:net'
import { type Card, CommandLost, PulledOut } from '../card/card.ts'
import { FrameReader, frame } from './frames.ts'

export const vpcdSlots = 2
/** pcscd looks for a card every 400 ms: in a shorter time, one that took another's place would be taken for it. */
const emptyMs = 600
/** Kernel and pcscd together need no less to see a removal; a daemon that restarts is back within a second or two. */
const retryMs = 250

/**
 * What an answer begins with that never comes: its length. vpcd takes a connection that ends before any byte of an answer for an answer of no
 * bytes, which PC/SC programs are told is a success; one that is reset within an answer is an error (0x80100016), as with a real card.
 */
const brokenOff = Uint8Array.of(0, 2)

const control = { powerOff: 0, powerOn: 1, reset: 2, atr: 4 } as const

export interface SlotEvents {
  /** vpcd has taken the card: a reader holds it now. */
  connected?(): void
  /** vpcd is not there (any more), or its slot is taken; told once until it is connected again. */
  waiting?(reason: string): void
  /** The card left in the middle of a command (a fault): nothing is in the slot any more. */
  pulledOut?(): void
}

/**
 * One slot of vpcd, the virtual reader of pcscd, as a hand sees it: a card is put in or pulled out. The card is a client of vpcd, which
 * listens; while it is in and vpcd is not there, it is tried again, so pcscd may be restarted under it.
 */
export class VpcdSlot {
  readonly #address: NetConnectOpts
  readonly #events: SlotEvents
  #card: Card | undefined
  #socket: Socket | undefined
  #retry: NodeJS.Timeout | undefined
  #toldWaiting = false
  #hasCommand = false
  /** No reader has had the card yet. */
  #isNew = false
  /** When a card was last pulled out. */
  #leftAt = Number.NEGATIVE_INFINITY

  constructor(address: NetConnectOpts, events: SlotEvents = {}) {
    this.#address = address
    this.#events = events
  }

  /** The card that is in the slot, taken by vpcd or still waiting for it. */
  get card(): Card | undefined {
    return this.#card
  }

  /** Whether vpcd holds the card. */
  get connected(): boolean {
    return this.#socket?.readyState === 'open'
  }

  /** Puts a card in; where another one has just been pulled out, as soon as pcscd has seen that. */
  insert(card: Card): void {
    this.remove()
    card.reset()
    this.#card = card
    this.#isNew = true
    this.#toldWaiting = false
    const emptyFor = performance.now() - this.#leftAt
    if (emptyFor >= emptyMs) this.#connect()
    else this.#retry = setTimeout(() => this.#connect(), emptyMs - emptyFor)
  }

  remove(): void {
    clearTimeout(this.#retry)
    this.#card = undefined
    const socket = this.#socket
    this.#socket = undefined
    if (socket?.readyState === 'open') this.#leftAt = performance.now()
    if (socket) this.#breakOff(socket)
  }

  /** Ends the connection so that a command which has no answer yet fails. */
  #breakOff(socket: Socket): void {
    if (this.#hasCommand) socket.write(brokenOff)
    this.#hasCommand = false
    // Only TCP knows a reset.
    if (socket.remoteAddress === undefined) socket.destroy()
    else socket.resetAndDestroy()
  }

  #connect(how?: 'again'): void {
    const socket = connect({ noDelay: true, ...this.#address } as NetConnectOpts)
    this.#socket = socket
    let reason = 'the connection was closed'
    socket.on('connect', () => {
      this.#toldWaiting = false
      if (this.#isNew) this.#card?.inserted?.()
      this.#isNew = false
      if (how === undefined) this.#events.connected?.()
    })
    socket.on('error', (error) => {
      reason = error.message
    })
    socket.on('close', () => {
      // Pulled out, or another card is in by now.
      if (this.#socket !== socket) return
      if (!this.#toldWaiting) this.#events.waiting?.(reason)
      this.#toldWaiting = true
      this.#retry = setTimeout(() => this.#connect(), retryMs)
    })
    this.#serve(socket)
  }

  #serve(socket: Socket): void {
    const frames = new FrameReader()
    // One after the other, also where a slow card has two to answer.
    let turn = Promise.resolve()
    socket.on('data', (chunk) => {
      for (const payload of frames.take(chunk)) turn = turn.then(() => this.#answer(socket, payload))
    })
  }

  async #answer(socket: Socket, payload: Uint8Array): Promise<void> {
    const card = this.#card
    if (this.#socket !== socket || !card) return
    if (payload.length === 1) {
      if (payload[0] === control.atr) socket.write(frame(card.atr))
      else card.reset()
      return
    }
    this.#hasCommand = true
    try {
      const answer = await card.transmit(payload)
      if (this.#socket !== socket) return
      this.#hasCommand = false
      socket.write(frame(answer))
    } catch (error) {
      if (this.#socket !== socket) return
      if (error instanceof CommandLost) {
        // vpcd lets go of a card at an error; it is back before pcscd, which looks every 400 ms, can miss it.
        this.#breakOff(socket)
        this.#connect('again')
        return
      }
      // A bug of the card: it is told as the reason why vpcd has lost it, and the card comes back.
      if (!(error instanceof PulledOut)) {
        socket.emit('error', error)
        this.#breakOff(socket)
        return
      }
      this.remove()
      this.#events.pulledOut?.()
    }
  }
}
