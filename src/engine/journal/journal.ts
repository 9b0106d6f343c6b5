import type { Exchange } from '../gateway/exchange.ts'
import type { KeptExchange } from './kept.ts'

/** An exchange that is read on demand: its head says whether it is wanted, and costs less than the whole. */
export interface Entry {
  readonly id: number
  head(): EntryHead
  kept(): KeptExchange | Promise<KeptExchange>
}

/** What an exchange is looked for by. */
export type EntryHead = Pick<KeptExchange, 'time' | 'operation' | 'upstream'> & { findings: readonly { rule: string; severity: string }[] }

/** An event of a live journal: an exchange, or how many came too fast for whoever follows. */
export type LiveEvent = { exchange: KeptExchange } | { missed: number }

/** The ordered list of a workspace's exchanges, bounded in number and bytes wherever they are kept. */
export interface Journal {
  add(exchange: Omit<Exchange, 'id'>): void
  /** The last 10,000 at most, read as they are asked for; other calls take their turn between them. */
  entries(order: 'newest first' | 'oldest first'): AsyncIterable<Entry>
  find(id: number): Promise<KeptExchange | undefined>
  /** Exchanges from now on, until the signal ends it. Who reads slowly is told how many were missed, and holds nothing up. */
  follow(signal: AbortSignal): AsyncIterable<LiveEvent>
  clear(): Promise<void>
  /** Writes out what is still waiting. */
  close(): Promise<void>
}

/** All of them as plain data, for tests and small journals. */
export async function listOf(journal: Journal): Promise<KeptExchange[]> {
  const list: KeptExchange[] = []
  for await (const entry of journal.entries('oldest first')) list.push(await entry.kept())
  return list
}
