/**
 * Verifies pacts against a sandbox of its own, in a process of its own: Pact's core prints a report to the standard output, past every
 * logger, and a test that breaks a pact on purpose would look like a failure. Forked by `verify`, which says what and gets what came of it.
 */
import { Verifier, type VerifierOptions } from '@pact-foundation/pact'
import type { UpstreamName } from '../../src/doors/client/index.ts'
import { now } from '../consumer/now.ts'
import { ProviderSandbox } from './sandbox.ts'
import { statesOf } from './states.ts'

export interface Job {
  provider: UpstreamName
  /** The pact. */
  file: string
}

export interface Outcome {
  /** Interactions that were played. */
  played: string[]
  /** What was found wrong: states that could not be brought about, then interactions. */
  breaches: string[]
}

process.once('message', async (jobs: Job[]) => {
  const sandbox = await ProviderSandbox.start({ now })
  const outcomes: Outcome[] = []
  for (const job of jobs) outcomes.push(await verified(sandbox, job))
  await sandbox.close()
  process.send?.(outcomes, () => process.disconnect())
})

async function verified(sandbox: ProviderSandbox, { provider, file }: Job): Promise<Outcome> {
  // Pact goes on as if nothing had happened where a state can't be brought about, and the interaction may pass by chance.
  const unreached: string[] = []
  const bringing = (name: string, bring: () => Promise<void>) =>
    bring().catch((error: Error) => {
      unreached.push(`${name}: ${error.message}`)
    })
  const options: VerifierOptions = {
    providerBaseUrl: sandbox.urlOf(provider),
    pactUrls: [file],
    logLevel: 'error',
    beforeEach: () => sandbox.restore(),
    stateHandlers: Object.fromEntries(
      Object.entries(statesOf[provider] ?? {}).map(([name, bring]) => [
        name,
        // What a state is told stands in the pact, where no compiler looks.
        { setup: (parameters: unknown) => bringing(name, () => bring(sandbox, parameters as never)) },
      ]),
    ),
    requestFilter: (request: { headers: Record<string, string | string[] | undefined> }, _response: unknown, next: () => void) => {
      if (request.headers.authorization) request.headers.authorization = `Bearer ${sandbox.token}`
      next()
    },
  }
  const { played, breaches } = outcomeOf(await new Verifier(options).verifyProvider().catch(({ message }: Error) => message))
  return { played, breaches: [...unreached, ...breaches] }
}

interface Report {
  interactionResults: { description: string }[]
  errors: { interaction: string; mismatch: unknown }[]
}

function outcomeOf(text: string): Outcome {
  const report: Report = JSON.parse(text)
  return {
    played: report.interactionResults.map(({ description }) => description),
    breaches: report.errors.map(({ interaction, mismatch }) => `${interaction}: ${JSON.stringify(mismatch)}`),
  }
}
