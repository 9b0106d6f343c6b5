import type * as pcscMini from 'pcsc-mini'

export type Pcsc = typeof pcscMini

/** There is no PC/SC on this machine, or no way to it. The message says what to do. */
export class PcscMissing extends Error {
  override readonly name = 'PcscMissing'
}

const remedies: Partial<Record<NodeJS.Platform, string>> = {
  linux: 'install the system\'s part with "apt-get install libpcsclite1 pcscd" and the package pcsc-mini with "npm install pcsc-mini"',
  darwin: 'PC/SC is part of macOS, so install the package pcsc-mini with "npm install pcsc-mini"',
  win32: 'PC/SC is part of Windows (service "Smart Card"), so install the package pcsc-mini with "npm install pcsc-mini"',
}

/** pcsc-mini is an optional dependency with a part in machine code, which needs the system's PC/SC. */
export async function loadPcsc(load: () => Promise<Pcsc> = () => import('pcsc-mini'), platform = process.platform): Promise<Pcsc> {
  try {
    return await load()
  } catch (cause) {
    const remedy = remedies[platform] ?? `there is no pcsc-mini for ${platform}`
    throw new PcscMissing(`Card readers cannot be reached: ${remedy}.`, { cause })
  }
}

/** The name that pcsc-mini gives to an error of PC/SC, such as `RemovedCard` for SCARD_W_REMOVED_CARD; undefined for other errors. */
export function pcscCode(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : undefined
}
