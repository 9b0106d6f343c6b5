/**
 * Everything that a terminal acts on or that changes what is seen around it, without being seen itself: control characters (C0, DEL, C1),
 * marks of direction and other formats, separators of lines and paragraphs, halves of characters, and what no font has.
 */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\ufff9-\uffff\u{e0000}-\u{e0fff}]/gu
const unseenButLineFeed = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\ufff9-\uffff\u{e0000}-\u{e0fff}]/gu

/** A text as it stands in one line of a terminal: what can't be seen is shown as JSON escapes it, all else (Thai, combining marks) as it is. */
export function visible(text: string): string {
  return text.replace(unseen, byNumber)
}

/** The same of a text of several lines, all of them ours. */
export function visibleLines(text: string): string {
  return text.replace(unseenButLineFeed, byNumber)
}

/** U+FFFD is what a decoder leaves of letters that were lost: it is seen. */
function byNumber(character: string): string {
  if (character === '\ufffd') return character
  return [...Array(character.length).keys()].map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`).join('')
}
