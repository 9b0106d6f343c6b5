/** Beyond, finding the place takes longer than anyone waits. */
const longestSearched = 200_000

/** Where a text stops being JSON, without a letter of it: it may hold a password. */
export function placeOfError(text: string): string {
  if (text.length > longestSearched) return '(not shown)'
  const end = lengthOfStart(text)
  const lines = text.slice(0, end).split('\n')
  const place = `line ${lines.length}, column ${lines.at(-1)!.length + 1}`
  return end === text.length ? `(cut off at ${place})` : `(at ${place})`
}

/** The length of the longest start of the text that could go on to be JSON. What is too long stays so, so half of the rest is left each time. */
function lengthOfStart(text: string): number {
  let possible = 0
  let impossible = text.length + 1
  while (impossible - possible > 1) {
    const middle = Math.floor((possible + impossible) / 2)
    if (couldGoOn(text.slice(0, middle))) possible = middle
    else impossible = middle
  }
  return possible
}

/** V8 either finds the end too early, or names the end as the place of the error. */
function couldGoOn(start: string): boolean {
  try {
    JSON.parse(start)
    return true
  } catch (error) {
    const { message } = error as Error
    return message.includes('end of JSON input') || Number(/at position (\d+)/.exec(message)?.[1]) === start.length
  }
}
