import type { AgentVisit, MophClient } from '../../../src/doors/client/index.ts'

/** A right-holder of the test zone who has codes of earlier days. */
const pid = '1999900000021'

/** The visit of the card that is in the reader of a new world. */
async function visitOf({ agent }: MophClient): Promise<AgentVisit> {
  const { pid, correlationId } = await agent.readCard()
  return { pid, claimType: 'PG0060001', mobile: '0800000001', correlationId, hn: '000123', hcode: '99999' }
}

/** A call of each operation that a new world answers with something in it. */
export const nhsoAgentExamples = {
  listTerminals: ({ agent }) => agent.listTerminals(),
  readCard: ({ agent }) => agent.readCard({ readImageFlag: true }),
  readCardOnly: ({ agent }) => agent.readCardOnly({ readImageFlag: true }),
  probeRight: ({ agent }) => agent.probeRight({ pid }),
  saveAsDraft: async (client) => client.agent.saveAsDraft(await visitOf(client)),
  confirmSave: async (client) => client.agent.confirmSave(await visitOf(client)),
  getLatestAuthenCode: ({ agent }) => agent.getLatestAuthenCode({ pid }),
  listLatestAuthenCodes: ({ agent }) => agent.listLatestAuthenCodes({ pid }),
  getPreference: ({ agent }) => agent.getPreference(),
} satisfies Record<string, (client: MophClient) => Promise<unknown>>
