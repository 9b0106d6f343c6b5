import { describe, expect, it } from 'vitest'
import { loadPcsc, PcscMissing } from './binding.ts'

describe('The binding to PC/SC', () => {
  const missing = () => Promise.reject(new Error("Cannot find package 'pcsc-mini'"))

  it.each([
    ['linux', 'apt-get install libpcsclite1 pcscd'],
    ['darwin', 'npm install pcsc-mini'],
    ['win32', 'npm install pcsc-mini'],
    ['aix', 'no pcsc-mini for aix'],
  ] as const)('says on %s what to do where it is missing', async (platform, remedy) => {
    const error = await loadPcsc(missing, platform).catch((error: unknown) => error)
    expect(error).toBeInstanceOf(PcscMissing)
    expect((error as Error).message).toContain(remedy)
  })
})
