import type { Finding } from '../../upstream/finding.ts'
import { TooIntricate } from '../budget.ts'
import { redactedForm } from '../form.ts'
import { concealed, secret } from '../looks.ts'
import { soundsSecret } from '../names.ts'
import { type Names, Search, withheld } from '../search.ts'
import { redactedBody, redactedText } from './body.ts'
import { type Called, namesOfReply, namesOfRequest } from './names.ts'

/** One call and its reply, as they went over the wire. */
export interface Exchanged extends Called {
  request: { headers: Readonly<Record<string, string | undefined>>; body: Uint8Array | undefined }
  reply: { status: number; headers: Readonly<Record<string, string>>; body: unknown }
  findings: readonly Finding[]
}

/** The same without its secrets, as it may be kept and shown. */
export interface RedactedExchange {
  url: string
  request: { headers: Record<string, string>; body: string | undefined }
  reply: { headers: Record<string, string>; body: string | undefined }
  findings: Finding[]
}

/**
 * Hides the secrets of an exchange: what the spec declares, what names tell of, what has the looks of a token or a hash; after decoding, by
 * structure. What is found in one place is hidden in all. Takes time by the length of the exchange and by nothing else.
 */
export function redactedExchange(exchange: Exchanged): RedactedExchange {
  const found = new Set<string>()
  const { request, reply, operation } = exchange
  const sent = namesOfRequest(exchange)
  const said = namesOfReply(exchange, reply.status)
  const searched = (text: string, names: Names, search: (search: Search) => string) =>
    guarded(new Search(text.length, names, found), search)

  const url = searched(exchange.url, sent, (search) => redactedUrl(search, exchange.url))
  const requestHeaders = redactedHeaders(request.headers, sent, found)
  const requestBody = request.body && guarded(new Search(request.body.length, sent, found), (search) => redactedBody(search, request.body))
  const replyHeaders = redactedHeaders(reply.headers, said, found)
  const isSecret = [...(operation?.responses.get(reply.status)?.values() ?? [])].some((schema) => schema['x-secret'])
  const text = typeof reply.body === 'string' ? reply.body : ''
  const replyBody = isSecret ? secret : searched(text, said, (search) => (text === '' ? '' : redactedText(search, text)))
  const findings = exchange.findings.map((finding) => redactedFinding(finding, sent, found))

  const everywhere = hiding(found)
  return {
    url: everywhere(url),
    request: { headers: mapped(requestHeaders, everywhere), body: requestBody && everywhere(requestBody) },
    reply: { headers: mapped(replyHeaders, everywhere), body: replyBody && everywhere(replyBody) },
    findings: findings.map((finding) => withTexts(finding, everywhere)),
  }
}

function guarded<Result extends string | undefined>(search: Search, run: (search: Search) => Result): Result | string {
  try {
    return run(search)
  } catch (error) {
    if (error instanceof TooIntricate) return withheld.intricate
    throw error
  }
}

/** What was found under a name, wherever else it stands, also as JSON and URLs write it. */
function hiding(found: ReadonlySet<string>): (text: string) => string {
  const forms = new Set(
    [...found].flatMap((value) => [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value.toWellFormed())]),
  )
  return (text) => {
    let shown = text
    for (const form of forms) if (shown.includes(form)) shown = shown.replaceAll(form, secret)
    return shown
  }
}

const mapped = (headers: Record<string, string>, change: (text: string) => string) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, change(value)]))

function redactedUrl(search: Search, url: string): string {
  const start = url.indexOf('?')
  if (start < 0) return search.text(url)
  return `${search.text(url.slice(0, start))}?${redactedForm(url.slice(start + 1), search)}`
}

const cookies = new Set(['cookie', 'set-cookie'])
/** Says how to log in, not with what. */
const challenges = new Set(['www-authenticate', 'proxy-authenticate'])

function redactedHeaders(headers: Readonly<Record<string, string | undefined>>, names: Names, found: Set<string>): Record<string, string> {
  const shown: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue
    const isSecret = cookies.has(name) || (soundsSecret(name) && !challenges.has(name))
    const search = new Search(value.length, { declared: names.declared }, found)
    shown[name] = isSecret ? hiddenHeader(value, search) : guarded(search, () => search.text(value, 0, name))
  }
  return shown
}

/** The scheme stays: whether `Bearer` was sent is worth seeing. */
function hiddenHeader(value: string, search: Search): string {
  const scheme = /^(bearer|basic)\s+/i.exec(value)
  search.remember(scheme ? value.slice(scheme[0].length) : value)
  return scheme ? `${scheme[1]} ${secret}` : secret
}

/** Pointer and value may hold what the caller made up. The texts are ours: of a token that got into one, only the looks tell. */
function redactedFinding(finding: Finding, { declared }: Names, found: Set<string>): Finding {
  const { pointer, seen, text, hint } = finding
  const search = new Search(pointer.length + seen.length, { declared }, found)
  const searched = (value: string) => guarded(search, () => search.text(value))
  // What is seen of a header is chosen by who remarks on it: the issuer of a token, not the token.
  const parts = pointer.startsWith('/headers/') || seen.startsWith('(') ? [] : pointer.split('/').slice(2)
  const isHidden = parts.some((part) => search.hides(decodedPart(part)))
  return {
    ...finding,
    pointer: searched(pointer),
    seen: isHidden ? secret : searched(seen),
    text: { th: concealed(text.th), en: concealed(text.en) },
    hint: { th: concealed(hint.th), en: concealed(hint.en) },
  }
}

const decodedPart = (part: string) => part.replaceAll('~1', '/').replaceAll('~0', '~')

function withTexts(finding: Finding, change: (text: string) => string): Finding {
  const { pointer, seen, text, hint } = finding
  return {
    ...finding,
    pointer: change(pointer),
    seen: change(seen),
    text: { th: change(text.th), en: change(text.en) },
    hint: { th: change(hint.th), en: change(hint.en) },
  }
}
