import { describe, expect, it } from 'vitest'
import { atrBytes, atrNames } from './answers-to-reset.ts'

/** The bytes between T0 and the historical bytes, by the bits of T0 that announce them. */
const interfaceBytes = (t0: number) => [0x10, 0x20, 0x40, 0x80].filter((bit) => t0 & bit).length

describe.each(atrNames)('The answer to reset %s', (name) => {
  const atr = atrBytes(name)
  const t0 = atr[1]!

  it('begins with the TS of the direct convention', () => {
    expect(atr[0]).toBe(0x3b)
  })

  it('announces no TD1, so T=0 alone, and has no check byte', () => {
    expect(t0 & 0x80).toBe(0)
    expect(atr.length).toBe(2 + interfaceBytes(t0) + (t0 & 0x0f))
  })
})
