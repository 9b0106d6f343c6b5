import type { components, operations, Rule } from '../../generated/sandbox-control.ts'
import { EventStream, TextStream } from '../../upstream/http.ts'
import { refusals } from '../../upstream/refusal.ts'
import type { OperationFunctions } from '../../upstream/upstream.ts'
import { version } from '../../version.ts'
import { curlLine } from '../journal/curl.ts'
import { har } from '../journal/har.ts'
import type { Journal, LiveEvent } from '../journal/journal.ts'
import type { KeptExchange } from '../journal/kept.ts'
import { realUrl } from '../journal/real-url.ts'
import type { Controlled } from './controlled.ts'
import { type Filter, matches, refuseUnknownNames } from './journal-filter.ts'

const refuse = refusals<Rule>()
const usual = 100
const jsonType = 'application/json; charset=utf-8'

type JournalActions = Pick<operations, 'queryJournal' | 'clearJournal' | 'followJournal' | 'exportHar' | 'getExchange'>

export function journalActions(sandbox: Controlled): OperationFunctions<JournalActions> {
  const journal = async (workspace: string) => (await sandbox.workspace(workspace))!.journal
  const shown = (exchange: KeptExchange, workspace: string): components['schemas']['Exchange'] => ({
    ...exchange,
    url: realUrl(exchange.url),
    curl: curlLine(exchange, sandbox.workspaceUrl(workspace)),
  })

  return {
    async queryJournal({ query }, { workspace }) {
      refuseUnknownNames(query, sandbox)
      return new TextStream(
        jsonType,
        list(found(await journal(workspace), query), (exchange) => shown(exchange, workspace)),
      )
    },

    async clearJournal(_input, { workspace }) {
      await (await journal(workspace)).clear()
    },

    async followJournal(_input, { workspace }) {
      const ended = new AbortController()
      const events = (await journal(workspace)).follow(ended.signal)
      return new EventStream(
        serverSentEvents(events, (exchange) => shown(exchange, workspace)),
        () => ended.abort(),
      )
    },

    async exportHar({ query }, { workspace }) {
      const urlOf = query.urls === 'real' ? realUrl : (url: string) => `${sandbox.workspaceUrl(workspace)}/${url}`
      return new TextStream(jsonType, har((await journal(workspace)).entries('oldest first'), { version, urlOf }))
    },

    async getExchange({ path }, { workspace }) {
      const exchange = await (await journal(workspace)).find(path.id)
      if (!exchange) throw refuse('unknown-exchange', { pointer: '/path/id', seen: path.id })
      return shown(exchange, workspace)
    },
  }
}

async function* found(journal: Journal, filter: Filter): AsyncIterable<KeptExchange> {
  let left = filter.limit ?? usual
  for await (const entry of journal.entries('newest first')) {
    if (!matches(entry.head(), filter)) continue
    yield entry.kept()
    if (--left === 0) return
  }
}

/** A list as JSON, an item at a time. */
async function* list(exchanges: AsyncIterable<KeptExchange>, shown: (exchange: KeptExchange) => unknown): AsyncIterable<string> {
  let before = '['
  for await (const exchange of exchanges) {
    yield before + JSON.stringify(shown(exchange))
    before = ','
  }
  yield before === '[' ? '[]' : ']'
}

async function* serverSentEvents(events: AsyncIterable<LiveEvent>, shown: (exchange: KeptExchange) => unknown): AsyncIterable<string> {
  yield ': connected\n\n'
  for await (const event of events) {
    if ('missed' in event) yield `event: missed\ndata: ${JSON.stringify(event)}\n\n`
    else yield `id: ${event.exchange.id}\nevent: exchange\ndata: ${JSON.stringify(shown(event.exchange))}\n\n`
  }
}
