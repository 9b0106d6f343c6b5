import type { Exchange } from '../../engine/gateway/exchange.ts'
import { curlLine } from '../../engine/journal/curl.ts'
import { kept } from '../../engine/journal/kept.ts'
import { say, styled, type Told, told, toldLines } from '../../terminal/say.ts'
import { localTime } from '../../upstream/clock.ts'
import type { Finding, Severity } from '../../upstream/finding.ts'

const colours: Record<Severity, 'red' | 'yellow' | 'cyan'> = { error: 'red', warning: 'yellow', info: 'cyan' }

/** One exchange as a person reads it: a line in Bangkok time, and below it what was wrong, with the call to repeat. */
export function exchangeText(exchange: Omit<Exchange, 'id'>, base: string): Told {
  const shown = kept({ ...exchange, id: 0 })
  const status = shown.reply.broken ?? String(shown.reply.status)
  const time = localTime(Date.parse(shown.time)).slice(11)
  const result = styled(shown.reply.status < 400 && !shown.reply.broken ? 'green' : 'red', status)
  const line = told`${time} ${result} ${shown.method} ${placeOf(base)}/${shown.url} ${shown.duration_ms.toFixed(1)} ms${shown.fault ? `  fault: ${shown.fault}` : ''}`
  if (shown.findings.length === 0) return line
  return toldLines([line, ...shown.findings.map(findingText), told`    repeat: ${curlLine(shown, base)}`])
}

/** `/w/vendor-a` where the call went to a workspace of its own. */
const placeOf = (base: string) => new URL(base).pathname.replace(/\/$/, '')

function findingText({ severity, rule, pointer, seen, text, hint, provenance }: Finding): Told {
  return toldLines([
    told`  ${styled(colours[severity], severity)} ${pointer} = ${seen}   ${rule}`,
    told`    ${text.th}`,
    told`    ${text.en}`,
    told`    → ${hint.th}`,
    told`    → ${hint.en}`,
    told`    (${provenance.level}: ${provenance.source})`,
  ])
}

export function printExchange(exchange: Omit<Exchange, 'id'>, base: string): void {
  say(exchangeText(exchange, base))
}
