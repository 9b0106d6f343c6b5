import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { type Card, CommandLost, PulledOut } from '../card/card.ts'
import { FrameReader, frame } from './frames.ts'
import { VpcdSlot } from './slot.ts'

/** A vpcd of which everything can be seen and done: what it is sent, byte by byte. */
class FakeVpcd {
  readonly server: Server
  #frames = new FrameReader()
  /** All bytes of the connection, in hexadecimal digits. */
  received = ''
  readonly #answers: string[] = []
  socket: Socket | undefined

  private constructor(server: Server) {
    this.server = server
    server.on('connection', (socket) => {
      this.socket = socket
      this.#frames = new FrameReader()
      this.received = ''
      socket.on('error', () => {})
      socket.on('data', (bytes) => {
        this.received += bytes.toString('hex')
        this.#answers.push(...this.#frames.take(bytes).map((payload) => Buffer.from(payload).toString('hex')))
      })
    })
  }

  static async start(port = 0): Promise<FakeVpcd> {
    const server = createServer().listen(port, '127.0.0.1')
    await once(server, 'listening')
    return new FakeVpcd(server)
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port
  }

  async card(): Promise<Socket> {
    await expect.poll(() => this.socket?.readyState, { timeout: 5_000, interval: 5 }).toBe('open')
    return this.socket!
  }

  send(...payloads: string[]): void {
    this.socket!.write(Buffer.concat(payloads.map((payload) => frame(Buffer.from(payload, 'hex')))))
  }

  /** The next answers of the card. */
  async answers(count: number): Promise<string[]> {
    await expect.poll(() => this.#answers.length, { timeout: 5_000, interval: 2 }).toBeGreaterThanOrEqual(count)
    return this.#answers.splice(0, count)
  }

  async stop(): Promise<void> {
    this.socket?.destroy()
    this.server.close()
    await once(this.server, 'close')
  }
}

/** Says back what it was told, and counts resets. */
function echo(name = 'ee'): Card & { resets: number } {
  return {
    resets: 0,
    atr: Uint8Array.of(0x3b, 0x00),
    reset() {
      this.resets++
    },
    transmit: (command) => Uint8Array.of(...Buffer.from(name, 'hex'), ...command, 0x90, 0x00),
  }
}

describe('A slot of vpcd', () => {
  let vpcd: FakeVpcd
  let slot: VpcdSlot
  const told: string[] = []
  const reasons: string[] = []

  async function inserted(card: Card): Promise<void> {
    vpcd = await FakeVpcd.start()
    told.length = 0
    reasons.length = 0
    slot = new VpcdSlot(
      { host: '127.0.0.1', port: vpcd.port },
      {
        connected: () => told.push('connected'),
        waiting: (reason) => {
          told.push('waiting')
          reasons.push(reason)
        },
        pulledOut: () => told.push('pulled out'),
      },
    )
    slot.insert(card)
    await vpcd.card()
  }
  afterEach(async () => {
    slot.remove()
    await vpcd.stop()
  })

  it('gives the ATR, resets the card on power on, power off and reset without a word, and passes commands on', async () => {
    const card = echo()
    await inserted(card)
    const before = card.resets
    vpcd.send('04', '01', '00a40400', '02', '00', '04', '00b0')
    expect(await vpcd.answers(4)).toEqual(['3b00', 'ee00a404009000', '3b00', 'ee00b09000'])
    expect(card.resets - before).toBe(3)
  })

  it('answers an empty command too', async () => {
    await inserted(echo())
    vpcd.send('')
    expect(await vpcd.answers(1)).toEqual(['ee9000'])
  })

  it('understands messages cut at every byte', async () => {
    await inserted(echo())
    const stream = Buffer.concat(
      ['04', '00a4040008a000000054480001', '01', '80b0000402000d'].map((payload) => frame(Buffer.from(payload, 'hex'))),
    )
    for (let cut = 1; cut < stream.length; cut++) {
      vpcd.socket!.write(stream.subarray(0, cut))
      await wait(1)
      vpcd.socket!.write(stream.subarray(cut))
      expect(await vpcd.answers(3), `cut at ${cut}`).toEqual(['3b00', 'ee00a4040008a0000000544800019000', 'ee80b0000402000d9000'])
    }
  })

  it('answers in the order of the questions, though the card is slower with the first', async () => {
    let first = true
    await inserted({
      ...echo(),
      async transmit(command) {
        if (first) await wait(100)
        first = false
        return Uint8Array.of(...command, 0x90, 0x00)
      },
    })
    vpcd.send('00000001', '00000002', '04')
    expect(await vpcd.answers(3)).toEqual(['000000019000', '000000029000', '3b00'])
  })

  it('closes the connection when the card is pulled out, and connects again for the next', async () => {
    await inserted(echo())
    const gone = once(await vpcd.card(), 'close')
    slot.remove()
    await expect(gone).rejects.toThrow('ECONNRESET')
    expect([slot.card, slot.connected]).toEqual([undefined, false])
    vpcd.socket = undefined
    slot.insert(echo('aa'))
    await vpcd.card()
    vpcd.send('00000001')
    expect(await vpcd.answers(1)).toEqual(['aa000000019000'])
  })

  it('lets the place be empty for longer than pcscd takes to look, where a card takes the place of another', async () => {
    await inserted(echo())
    const [socket, removed] = [await vpcd.card(), performance.now()]
    vpcd.socket = undefined
    slot.insert(echo('bb'))
    await vpcd.card()
    expect(socket.destroyed).toBe(true)
    expect(performance.now() - removed).toBeGreaterThan(500)
    vpcd.send('00000001')
    expect(await vpcd.answers(1)).toEqual(['bb000000019000'])
  })

  it('breaks an answer off where the card leaves at a command: a connection that just ends is a success of no bytes to vpcd', async () => {
    await inserted({
      ...echo(),
      transmit: () => {
        throw new PulledOut()
      },
    })
    const gone = once(await vpcd.card(), 'close')
    vpcd.send('00000001')
    await expect(gone).rejects.toThrow('ECONNRESET')
    expect(vpcd.received).toBe('0002')
    expect(told).toEqual(['connected', 'pulled out'])
    expect(slot.card).toBeUndefined()
  })

  it('breaks it off too where a hand pulls the card out meanwhile', async () => {
    await inserted({ ...echo(), transmit: () => new Promise(() => {}) })
    const gone = once(await vpcd.card(), 'close')
    vpcd.send('00000001')
    await wait(50)
    slot.remove()
    await expect(gone).rejects.toThrow('ECONNRESET')
    expect(vpcd.received).toBe('0002')
  })

  it('is back at once after a command that got lost, as the same card that nobody has reset', async () => {
    let lost = false
    const card = echo()
    const transmit = card.transmit
    await inserted(
      Object.assign(card, {
        transmit(command: Uint8Array) {
          if (lost) return transmit(command)
          lost = true
          throw new CommandLost()
        },
      }),
    )
    const gone = once(await vpcd.card(), 'close')
    const { resets } = card
    vpcd.send('00000001')
    await expect(gone).rejects.toThrow('ECONNRESET')
    await vpcd.card()
    vpcd.send('00000002')
    expect((await vpcd.answers(1)).at(-1)).toBe('ee000000029000')
    expect([told, card.resets]).toEqual([['connected'], resets])
  })

  it('tells a card when a reader has got hold of it, once', async () => {
    let times = 0
    await inserted({
      ...echo(),
      inserted() {
        times++
      },
    })
    await expect.poll(() => times).toBe(1)
    const { port } = vpcd
    await vpcd.stop()
    vpcd = await FakeVpcd.start(port)
    await vpcd.card()
    await wait(50)
    expect(times).toBe(1)
  })

  it('goes on after a card that throws, and tells why vpcd has lost it', async () => {
    let broken = true
    await inserted({
      ...echo(),
      transmit(command) {
        if (!broken) return command
        broken = false
        throw new Error('a bug')
      },
    })
    vpcd.send('00000001')
    await expect.poll(() => told, { timeout: 5_000 }).toEqual(['connected', 'waiting', 'connected'])
    expect(reasons).toEqual(['a bug'])
    await vpcd.card()
    vpcd.send('00000002')
    expect(await vpcd.answers(1)).toEqual(['00000002'])
  })

  it('waits for a vpcd that is not there, tells so once, and is back after each restart', async () => {
    await inserted(echo())
    const { port } = vpcd
    for (let restart = 0; restart < 2; restart++) {
      await vpcd.stop()
      await wait(600)
      vpcd = await FakeVpcd.start(port)
      await vpcd.card()
      vpcd.send('04')
      expect(await vpcd.answers(1)).toEqual(['3b00'])
    }
    expect(told).toEqual(['connected', 'waiting', 'connected', 'waiting', 'connected'])
  })
})
