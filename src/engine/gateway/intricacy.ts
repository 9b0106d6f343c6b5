/** Below, nothing that can be written costs much. */
const alwaysSmall = 64 * 1024
/** No document nests deeper than six. */
const deepest = 100
/** A claim of everything that MOPH Claim takes has some three hundred. */
const mostNames = 20_000
const mostObjects = 30_000

const quote = 0x22
const backslash = 0x5c
const colon = 0x3a
/** `[` and `{`, `]` and `}` differ from each other in the same bit. */
const brackets = 0x20
const open = 0x7b
const close = 0x7d

/**
 * Whether the bytes of a JSON text hold more names, objects or levels than anything that is documented, so that parsing alone would keep
 * others waiting: a megabyte of names that are all different takes 20 times as long as one of texts. Counted without parsing.
 */
export function isTooIntricate(bytes: Uint8Array): boolean {
  if (bytes.length <= alwaysSmall) return false
  let depth = 0
  let names = 0
  let objects = 0
  let inText = false
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!
    if (byte === quote) inText = !inText
    else if (inText) {
      if (byte === backslash) at++
    } else if (byte === colon) names++
    else if ((byte | brackets) === open) {
      objects++
      depth++
    } else if ((byte | brackets) === close) depth--
    if (depth > deepest || names > mostNames || objects > mostObjects) return true
  }
  return false
}
