import type { AgentVisit } from '../index.ts'
import { type AgentClient, type AgentClientOptions, createAgentClient, type MophClient } from '../index.ts'
import { type Answer, startServer } from './server.ts'

const pid = '1999900000013'
export const correlationId = '21f30fce-8cb8-4468-a9a3-000000000002'
export const agentVisit: AgentVisit = { pid, claimType: 'PG0060001', mobile: '0800000001', correlationId }

/** One example call of every operation. */
export const agentExamples: Record<keyof AgentClient, (client: Pick<MophClient, 'agent'>) => Promise<unknown>> = {
  listTerminals: ({ agent }) => agent.listTerminals(),
  readCard: ({ agent }) => agent.readCard({ readImageFlag: true }),
  readCardOnly: ({ agent }) => agent.readCardOnly(),
  probeRight: ({ agent }) => agent.probeRight({ pid }),
  saveAsDraft: ({ agent }) => agent.saveAsDraft(agentVisit),
  confirmSave: ({ agent }) => agent.confirmSave(agentVisit),
  getLatestAuthenCode: ({ agent }) => agent.getLatestAuthenCode({ pid }),
  listLatestAuthenCodes: ({ agent }) => agent.listLatestAuthenCodes({ pid }),
  getPreference: ({ agent }) => agent.getPreference(),
}

export const agentOperations = Object.keys(agentExamples) as (keyof AgentClient)[]
export const givesList = (operation: string) => operation.startsWith('list')

/** A server in place of the agent, and a client of it. */
export async function startAgent(answer: Answer, more: Partial<AgentClientOptions> = {}) {
  const { origin, received } = await startServer(answer)
  return { client: { agent: createAgentClient({ baseUrl: origin, ...more }) }, calls: received, origin }
}
