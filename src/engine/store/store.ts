import type { Db } from '../../upstream/tables.ts'

/** How a new workspace is made. */
export interface Making {
  /** Makes the tables, for each workspace the same. */
  create(db: Db): Promise<void>
  /** Puts its world into them. */
  fill(db: Db): Promise<void>
}

/** Where the workspaces live: memory, a data folder, or PostgreSQL. One database (or schema) a workspace. */
export interface Store {
  readonly kind: 'memory' | 'folder' | 'postgres'
  /** Several processes may work on it, so nothing that others can change is kept in memory. */
  readonly shared: boolean
  /** Folder of the workspace's files; undefined where there is none. */
  folder(workspace: string): string | undefined
  /** The workspaces that were made to the end and not dropped. */
  list(): Promise<string[]>
  /** The workspace's database, made if it is new, once, whoever asks first. */
  open(workspace: string, making: Making): Promise<Db>
  drop(workspace: string): Promise<void>
  /** @throws OutOfReach where the workspace's files are gone from under it: what is written would be kept nowhere */
  look?(workspace: string): void
  /** At the start of each transaction: until it ends, others may write too (`together`), or none may (`alone`). */
  enter(db: Db, workspace: string, how: 'together' | 'alone'): Promise<void>
  /** Whether a call failed because its workspace was dropped meanwhile. */
  tellsDropped(error: unknown): boolean
  close(): Promise<void>
}

/** The store cannot be used; the message is one line for the person who started the sandbox. */
export class StoreProblem extends Error {}

/** The database or the disk fails the sandbox for now: no bug, and not the caller's doing. */
export class OutOfReach extends Error {}
