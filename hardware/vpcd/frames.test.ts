import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FrameReader, frame } from './frames.ts'

const payloads = [Uint8Array.of(4), new Uint8Array(0), Uint8Array.of(0, 0xa4, 4, 0), new Uint8Array(258).fill(7)]
const stream = Buffer.concat(payloads.map(frame))
const plain = (messages: Uint8Array[]) => messages.map((message) => [...message])

describe('Frames of vpcd', () => {
  it('begin with their length, the higher byte first', () => {
    expect([...frame(new Uint8Array(258)).subarray(0, 2)]).toEqual([1, 2])
    expect([...frame(new Uint8Array(0))]).toEqual([0, 0])
  })

  it('are whole again when they come all at once', () => {
    expect(plain(new FrameReader().take(stream))).toEqual(plain(payloads))
  })

  it('are whole again when they come byte by byte', () => {
    const reader = new FrameReader()
    expect(plain([...stream].flatMap((byte) => reader.take(Uint8Array.of(byte))))).toEqual(plain(payloads))
  })

  it('are whole again when they are cut in two at any byte', () => {
    for (let cut = 0; cut <= stream.length; cut++) {
      const reader = new FrameReader()
      const taken = [...reader.take(stream.subarray(0, cut)), ...reader.take(stream.subarray(cut))]
      expect(plain(taken), `cut at ${cut}`).toEqual(plain(payloads))
    }
  })

  it('are whole again whatever they hold and however they are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 }), fc.array(fc.nat(2500)), (messages, places) => {
        const bytes = Buffer.concat(messages.map(frame))
        const cuts = [0, ...places.map((place) => Math.min(place, bytes.length)).sort((a, b) => a - b), bytes.length]
        const reader = new FrameReader()
        const taken = cuts.slice(1).flatMap((end, index) => reader.take(bytes.subarray(cuts[index], end)))
        expect(plain(taken)).toEqual(plain(messages))
      }),
    )
  })
})
