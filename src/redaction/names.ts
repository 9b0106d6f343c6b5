/** Parts of a name that tell of a secret wherever they stand in it. */
const telling =
  /pass(?!port|enger|age|ive)|pwd|secret|token|hash|auth(?!or(?!i[sz]))|jwt|bearer|credential|cookie|csrf|xsrf|signature|sess(?:ion)?[^a-z]?id|(?:api|private|access|subscription|encryption|signing|master|shared|functions|client|host|account|license|ssh|hmac|aes|rsa)[^a-z]?key|รหัสผ่าน|รหัสลับ|โทเค็?น|กุญแจลับ|พาสเวิร์ด/

/** Those that are too short to be looked for inside of words: `pin` is not in `shipping`, `sid` not in `inside`. */
const tellingWords =
  /(?:user|card|login|new|old|my|access|secure)(?:pin|otp|sid|pw)$|(?:^|[^a-z])(?:pins?|pin[^a-z]?codes?|[hmt]?otps?|otp[^a-z]?codes?|mfa|2fa|sids?|session|sig|salt|pw|psw|passcode|cvv|cvc|nip|pat)(?:$|[^a-z])/

/** A part of everything above, for a first look: most names are none. */
const mayTell =
  /pa[st]|pw|psw|secret|token|hash|auth|jwt|bear|cred|cook|srf|sig|sess|sid|key|รหัส|โทเค|กุญแจ|พาส|pin|otp|mfa|2fa|salt|cv[vc]|nip/i

/** Whether a text may hold the name of a secret at all: for a first look that costs little. Escapes hide names. */
export const mayNameSecret = (text: string) => mayTell.test(text) || text.includes('\\')

/** Sound like one and are none: the claim code of the NHSO, and what is known about a secret. */
const harmless =
  /^(?:\w*[^a-z])?(?:authen(?:tication)?[^a-z]?(?:code|date|type|time|status)|(?:status|type|claim)[^a-z]?authen|token[^a-z]?(?:type|form)|(?:has|is)[^a-z]?(?:password|token))$/

/** No name of a field is longer; a longer text is searched as a text. */
const longestName = 200

/**
 * Whether a name sounds like that of a secret, even where no spec says so: a mistyped field, a path that does not exist.
 * The name as it is meant: escapes and encodings decoded.
 */
export function soundsSecret(name: string): boolean {
  if (name.length < 2 || name.length > longestName) return false
  if (!mayTell.test(name)) return false
  // Humps become words: `userPin` is `user pin`.
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase()
  return (telling.test(words) || tellingWords.test(words)) && !harmless.test(words)
}

/** Whether a text is a name and nothing else, as in `{"name":"password","value":…}`: a sentence that speaks of a password is none. */
export function isSecretName(text: string): boolean {
  return text.length <= 60 && mayTell.test(text) && /^[\w.$[\]\- \u0e00-\u0e7f]+$/.test(text) && !/ .* /.test(text) && soundsSecret(text)
}

/** Fields that say which thing another field is of, and fields that hold that thing: `name` and `value` of a list of pairs. */
const naming = new Set(['name', 'key', 'k', 'field', 'fieldname', 'param', 'parameter', 'header', 'property', 'attribute', 'label', 'id'])
const valued = new Set([
  'value',
  'val',
  'v',
  'content',
  'contents',
  'text',
  'data',
  'values',
  'string',
  'default',
  'valuestring',
  'valuecode',
])
export const namesAnother = (name: string) => naming.has(name.toLowerCase())
export const holdsValue = (name: string) => valued.has(name.toLowerCase())

/** Ids that tie calls together have the looks of a short hash; what stands under such a name stays. */
const ties =
  /(?:request|correlation|trace|span|transaction|trans|idempotency|message)[^a-z]?(?:id|key)|traceparent|tracestate|b3|etag|none.match|if.match|uuid|guid|digest|checksum|md5|(?:^|[^a-z])id$/

export const tiesCalls = (name: string) => ties.test(name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase())

/** Names that no one gives to a secret: where else every unknown name is hidden, these are shown. */
const plain =
  /^(?:user|user_?name|login|name|action|date|time|day|year|month|table|zone|issuer|hcode|hospital|cid|pid|hn|an|vn|grant_type|scope|client_id|lang|language|page|limit|offset|type|status|version|app|system)$|(?:^|_)(?:date|name|time|at)$|^hosp\w*_?code$/

export const isPlain = (name: string) => plain.test(name.toLowerCase())
