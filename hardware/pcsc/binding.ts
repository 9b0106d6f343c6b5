/** The optional package that speaks PC/SC. */
export type Binding = typeof import('pcsc-mini')

/** PC/SC cannot be used on this machine as it is; the message says what to do. */
export class PcscMissing extends Error {
  override readonly name = 'PcscMissing'
}

/** Loads the package; everything else of the sandbox runs without it. */
export async function loadPcsc(): Promise<Binding> {
  try {
    return await import('pcsc-mini')
  } catch (error) {
    throw new PcscMissing(whatToDo(error as Error))
  }
}

function whatToDo({ message }: Error): string {
  const reason = message.split('\n')[0]
  if (/libpcsclite/.test(message))
    return `PC/SC is missing: apt-get install libpcsclite1 pcscd (${message.match(/libpcsclite[^:\s]*/)?.[0]} could not be loaded).`
  if (/Cannot find (package|module) 'pcsc-mini'/.test(message))
    return 'The optional package pcsc-mini is not installed: npm install pcsc-mini.'
  return `The optional package pcsc-mini has no binary that runs here (${process.platform} ${process.arch}: ${reason}). It is installed with npm ci, unless optional dependencies are left out.`
}
