import type { components, operations, Rule } from '../../generated/sandbox-control.ts'
import { EventStream } from '../../upstream/http.ts'
import { refusals } from '../../upstream/refusal.ts'
import type { OperationFunctions } from '../../upstream/upstream.ts'
import { version } from '../../version.ts'
import { curlLine } from '../journal/curl.ts'
import { toHar } from '../journal/har.ts'
import type { KeptExchange } from '../journal/kept.ts'
import { realUrl } from '../journal/real-url.ts'
import type { Controlled } from './controlled.ts'

const refuse = refusals<Rule>()
const usual = 100

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
      const all = await (await journal(workspace)).list()
      const matching = all.filter((exchange) => matches(exchange, query)).reverse()
      return matching.slice(0, query.limit ?? usual).map((exchange) => shown(exchange, workspace))
    },

    async clearJournal(_input, { workspace }) {
      await (await journal(workspace)).clear()
    },

    async followJournal(_input, { workspace }) {
      const ended = new AbortController()
      const exchanges = (await journal(workspace)).follow(ended.signal)
      return new EventStream(
        serverSentEvents(exchanges, (exchange) => shown(exchange, workspace)),
        () => ended.abort(),
      )
    },

    async exportHar(_input, { workspace }) {
      return toHar(await (await journal(workspace)).list(), version)
    },

    async getExchange({ path }, { workspace }) {
      const exchange = (await (await journal(workspace)).list()).find(({ id }) => id === path.id)
      if (!exchange) throw refuse('unknown-exchange', { pointer: '/path/id', seen: path.id })
      return shown(exchange, workspace)
    },
  }
}

type Filter = NonNullable<operations['queryJournal']['parameters']['query']>

function matches({ operation, upstream, time, findings }: KeptExchange, filter: Filter): boolean {
  const { finding } = filter
  return (
    (filter.operation === undefined || operation === filter.operation) &&
    (filter.upstream === undefined || upstream === filter.upstream) &&
    (filter.from === undefined || Date.parse(time) >= Date.parse(filter.from)) &&
    (filter.to === undefined || Date.parse(time) <= Date.parse(filter.to)) &&
    (finding === undefined ||
      findings.some(({ rule, severity }) => finding === 'any' || rule === finding || rule.endsWith(`/${finding}`) || severity === finding))
  )
}

async function* serverSentEvents(
  exchanges: AsyncIterable<KeptExchange>,
  shown: (exchange: KeptExchange) => unknown,
): AsyncIterable<string> {
  yield ': connected\n\n'
  for await (const exchange of exchanges) yield `id: ${exchange.id}\nevent: exchange\ndata: ${JSON.stringify(shown(exchange))}\n\n`
}
