import type { Checkout } from './checkout.ts'
import type { Cores } from './cores.ts'
import type { Plan } from './options.ts'
import { type Request, Server, type ServerCommand } from './server.ts'

/** What all parts need: cores, a folder that is deleted at the end, files in it, a token. */
export interface Bench {
  plan: Plan
  cores: Cores | undefined
  folder: string
  token: string
  get: Request
  /** The bytes that the sandbox answers, for the limit. */
  bodyFile: string
  prismSpec: string
  /** This sandbox and, with `--against`, the earlier one, measured in turn. */
  sandboxes: readonly ServerCommand[]
  earlier: Checkout | undefined
}

/** Starts servers on their core, for one piece of work. */
export async function withServers<Result>(
  commands: readonly ServerCommand[],
  { cores }: Pick<Bench, 'cores'>,
  work: (servers: Server[]) => Promise<Result>,
): Promise<Result> {
  const servers: Server[] = []
  try {
    for (const command of commands) servers.push(await Server.spawn(command, cores?.server))
    return await work(servers)
  } finally {
    for (const server of servers) await server.stop()
  }
}
