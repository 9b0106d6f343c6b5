import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PcscStack } from './pcsc-stack.ts'

const script = `00 A4 04 00 08 A0 00 00 00 54 48 00 01
80 B0 00 04 02 00 0D
00 C0 00 00 0D
`

/**
 * The citizen id that scriptor, a program of pcsc-tools, reads from the card in a reader; undefined where there is no card, and the status word
 * where the card refuses.
 */
export async function citizenIdBy(stack: PcscStack, reader: string): Promise<string | undefined> {
  const file = join(stack.folder, 'citizen-id.apdu')
  writeFileSync(file, script)
  const output = await stack.run('scriptor', ['-r', reader, file]).catch(() => '')
  const answers = [...output.matchAll(/^< ([0-9A-F ]+?) :/gm)].map(([, bytes]) => bytes!.replaceAll(' ', ''))
  const [, refused, id] = answers
  if (id === undefined) return undefined
  return refused!.startsWith('61') ? Buffer.from(id.slice(0, -4), 'hex').toString('latin1') : refused
}
