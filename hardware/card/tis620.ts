const thaiBlock = 0x0e00
const thaiBytes = 0xa0

/** A character in TIS-620, one byte each; undefined where it has none. */
function byteOf(character: string): number | undefined {
  const code = character.codePointAt(0)!
  if (code >= 0x20 && code <= 0x7e) return code
  const isThai = (code >= 0x0e01 && code <= 0x0e3a) || (code >= 0x0e3f && code <= 0x0e5b)
  return isThai ? code - thaiBlock + thaiBytes : undefined
}

/** The bytes of a text, or the first character that a card cannot hold. */
export function encodeTis620(text: string): { bytes: Uint8Array } | { foreign: string } {
  const bytes = new Uint8Array(text.length)
  let length = 0
  for (const character of text) {
    const byte = byteOf(character)
    if (byte === undefined) return { foreign: character }
    bytes[length++] = byte
  }
  return { bytes: bytes.subarray(0, length) }
}

const decoder = new TextDecoder('windows-874')

/** Bytes as a text, as Windows reads them (windows-874 has TIS-620 within it). */
export const decodeTis620 = (bytes: Uint8Array): string => decoder.decode(bytes)
