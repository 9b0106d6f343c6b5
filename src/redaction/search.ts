import { Budget, deepest, TooIntricate } from './budget.ts'
import { eachBase64, opaque } from './decode.ts'
import { redactedJson } from './json.ts'
import { concealed, secret, withoutCredentials } from './looks.ts'
import { isPlain, mayNameSecret, soundsSecret, tiesCalls } from './names.ts'
import { redactedPairs } from './pairs.ts'
import { redactedPercent } from './percent.ts'
import type { Searching } from './searching.ts'

/** Which names hide their value, beyond those that sound like a secret's. */
export interface Names {
  /** Declared to be harmless, or to be secret; undefined where nobody says so. */
  declared?: ((name: string) => 'secret' | 'harmless' | undefined) | undefined
  /** Secrets are to be expected (a login): a member that is not known to be harmless is hidden whatever it is called, and a value without a name. */
  wary?: boolean
}

/** Looks for secrets in one call: after decoding, by structure, in time that the length of the text bounds. */
export class Search implements Searching {
  readonly budget: Budget
  /** What was found under the name of a secret: it may stand elsewhere in the same call. */
  readonly found: Set<string>
  readonly #declared: Names['declared']
  readonly #wary: boolean
  readonly #judged = new Map<string, boolean>()

  constructor(length: number, { declared, wary = false }: Names = {}, found = new Set<string>()) {
    this.budget = new Budget(length)
    this.#declared = declared
    this.#wary = wary
    this.found = found
  }

  /** Whether what stands under a name is a secret. The name decoded. */
  hides(name: string): boolean {
    const known = this.#judged.get(name)
    if (known !== undefined) return known
    this.budget.name()
    // Another case is a slip of the pen, not another name.
    const declared = this.#declared?.(name.toLowerCase())
    const hides = declared === undefined ? soundsSecret(name) : declared === 'secret'
    this.#judged.set(name, hides)
    return hides
  }

  /** The same of a member of an object, or of a field of a form. */
  hidesMember(name: string): boolean {
    if (this.hides(name)) return true
    return this.#wary && this.#declared?.(name.toLowerCase()) !== 'harmless' && !isPlain(name)
  }

  /** Whether what stands under no name at all is a secret. */
  get hidesNameless(): boolean {
    return this.#wary
  }

  /** Remembers a value that was hidden. Short ones, words and mere digits are in too many harmless texts. */
  remember(value: string): void {
    const plain = value.trim()
    if (plain.length < 8 || plain.length > 4096 || this.found.size >= 30) return
    if (/^[\p{L}\s]*$|^[\d\s.:/-]*$/u.test(plain) || soundsSecret(plain) || plain.includes(secret)) return
    this.found.add(plain)
  }

  /** A text without its secrets; what holds none stays to the letter. `name` is what it stands under. */
  text(text: string, depth = 0, name = ''): string {
    if (!mayHold.test(text) || isDateOrNumber.test(text)) return text
    this.budget.read(text.length)
    if (depth > deepest) return secret
    // UTF-16 that was taken for UTF-8.
    if (text.includes('\0')) {
      const thin = text.replaceAll('\0', '')
      return this.text(thin, depth + 1, name) === thin ? text : secret
    }
    return (startsAsJson.test(text) ? redactedJson(text, this, depth) : undefined) ?? this.plain(text, depth, name)
  }

  /** The same of what is no JSON. */
  plain(text: string, depth: number, name: string): string {
    let shown = redactedPercent(text, this, depth)
    const hasTokens = shown.length >= shortestToken && hasRun.test(shown)
    // Whole, before anything looks at their parts.
    if (hasTokens) shown = concealed(shown, name !== '' && tiesCalls(name))
    if (hasSeparator.test(shown) && (mayNameSecret(shown) || shown.includes('://'))) shown = redactedPairs(shown, this)
    if (!hasTokens) return shown
    return eachBase64(withoutCredentials(shown, this.budget), (encoded, decoded) => {
      this.budget.find()
      return decoded === opaque || credentials.test(decoded) || this.text(decoded, depth + 1) !== decoded ? secret : encoded
    })
  }
}

const shortestToken = 12
const hasSeparator = /[=:<]/
/** Of what every token, hash and Base64 is made. */
const hasRun = /[A-Za-z0-9_+/$.%-]{8}/

/** Every secret has a name before it, or is a run of letters and digits. */
const mayHold = /[=:<%\0]|[A-Za-z0-9_+/.$-]{8}|["'\][{},]/

const isDateOrNumber = /^[\d .:T+Z/-]{1,40}$/

const startsAsJson = /^[\s\uFEFF]*[[{"]/

/** `user:password`, as Basic has it. */
const credentials = /^[^\s:]{1,100}:[^\s]{1,200}$/

/** A text without its secrets, where no spec says what its names are. For texts of any length; one that can't be searched in time is withheld. */
export function redacted(text: string): string {
  try {
    return new Search(text.length).text(text)
  } catch (error) {
    if (error instanceof TooIntricate) return withheld.intricate
    throw error
  }
}

export const withheld = {
  intricate: '(withheld: too intricate to be searched for secrets)',
  unreadable: '(withheld: not a JSON object, and it may hold a secret)',
} as const
