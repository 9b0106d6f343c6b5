import type { TableSet } from '../../src/upstream/tables.ts'

/** What was written into the configuration of the agent by hand; one row, made when something is. */
export interface InstallationRow {
  id: number
  /** In userconfig.properties; null for the one that the facility has with NHSO. */
  token: string | null
  /** The reader that is read, by its name in the control API. */
  default_reader: string | null
}

declare module '../../src/upstream/tables.ts' {
  interface Tables {
    agent_installation: InstallationRow
  }
}

export const agentTables: TableSet = {
  names: ['agent_installation'],
  async create(db) {
    await db.schema
      .createTable('agent_installation')
      .addColumn('id', 'integer', (c) => c.primaryKey())
      .addColumn('token', 'text')
      .addColumn('default_reader', 'text')
      .execute()
  },
}
