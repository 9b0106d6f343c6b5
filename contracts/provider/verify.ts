import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Job, Outcome } from './verifier.ts'

/** Verifies pacts against a sandbox in another process; one outcome for each job. */
export async function verify(jobs: readonly Job[]): Promise<Outcome[]> {
  const verifier = fork(join(import.meta.dirname, 'verifier.ts'), { silent: true, env: environment() })
  let printed = ''
  const keep = (chunk: Buffer) => {
    printed += chunk
  }
  verifier.stdout?.on('data', keep)
  verifier.stderr?.on('data', keep)
  let outcomes: Outcome[] | undefined
  verifier.once('message', (message) => {
    outcomes = message as Outcome[]
  })
  verifier.send(jobs)
  const [code] = await once(verifier, 'exit')
  if (code !== 0 || !outcomes) throw new Error(`The verification ended with ${code}: ${printed}`)
  return outcomes
}

/** Without a proxy, which Pact would use even for this machine; and Pact's core reports each use to its makers unless told not to. */
function environment(): NodeJS.ProcessEnv {
  const withoutProxy = Object.entries(process.env).filter(([name]) => !/^https?_proxy$/i.test(name))
  return { ...Object.fromEntries(withoutProxy), PACT_DO_NOT_TRACK: 'true' }
}
