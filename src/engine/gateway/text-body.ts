import { isUtf8 } from 'node:buffer'

/** How the bytes of a text were written; Notepad's "ANSI" is Windows-874 on a Thai Windows, its "Unicode" UTF-16. */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-874'

/** A text out of a file as people have them, without its byte order mark. Never fails: what cannot be read becomes U+FFFD. */
export function decodedText(bytes: Uint8Array): { text: string; encoding: TextEncoding } {
  const encoding = encodingOf(bytes)
  return { text: new TextDecoder(encoding).decode(bytes), encoding }
}

function encodingOf(bytes: Uint8Array): TextEncoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return isUtf8(bytes) ? 'utf-8' : 'windows-874'
}
