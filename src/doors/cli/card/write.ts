import { writeFileSync } from 'node:fs'
import { Problem } from '../problem.ts'

/** Writes a file that the user has named. */
export function writeOrExplain(file: string, content: string | Uint8Array): void {
  try {
    writeFileSync(file, content)
  } catch (error) {
    throw new Problem(`${file} cannot be written: ${(error as Error).message}.`)
  }
}
