/**
 * Reads every card that comes into a reader with @privageapp/thai-national-id-reader and prints what the library says of it, one line of
 * JSON a card. `{"waiting":true}` is printed when the readers are empty.
 */
const print = (line) => process.stdout.write(`${JSON.stringify(line)}\n`)
// The library prints errors between its events.
console.log = console.error
// It lets each card rest for a second, which a virtual card does not need.
const { setTimeout: wait } = globalThis
globalThis.setTimeout = (action, ms, ...rest) => wait(action, Math.min(ms, 20), ...rest)

const { ThaiCardReader, EVENTS, MODE } = require('@privageapp/thai-national-id-reader')

/** Both slots are told empty at the start. */
let toldEmpty = 0
const reader = new ThaiCardReader()
reader.setReadMode(MODE.PERSONAL_PHOTO)
reader.on(EVENTS.READING_COMPLETE, (person) => print(person))
reader.on(EVENTS.READING_FAIL, (error) => print({ problem: String(error) }))
reader.on(EVENTS.CARD_REMOVED, () => {
  if (++toldEmpty >= 2) print({ waiting: true })
})
reader.startListener()
