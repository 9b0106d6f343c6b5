/** Bangkok has had one offset since 1920 and no summer time. */
const bangkok = 7 * 3_600_000
const dayMs = 86_400_000

export type ClockState =
  /** Runs with real time, `offset` milliseconds ahead of it. */
  | { mode: 'running'; offset: number }
  /** Stands at an instant (epoch milliseconds) until it is moved. */
  | { mode: 'frozen'; at: number }

/** Epoch milliseconds of real time; read here and nowhere else. */
export const realNow = () => Date.now()

/** The workspace's time. */
export class Clock {
  state: ClockState
  /** The instant and the day that were last written out: many calls fall into one of each. */
  #iso = { at: Number.NaN, text: '' }
  #today = { day: Number.NaN, text: '' }

  constructor(state: ClockState = { mode: 'running', offset: 0 }) {
    this.state = state
  }

  /** Epoch milliseconds. */
  now(): number {
    return this.state.mode === 'frozen' ? this.state.at : realNow() + this.state.offset
  }

  /** `2026-11-21T02:00:00.000Z` */
  iso(): string {
    const at = this.now()
    if (at !== this.#iso.at) this.#iso = { at, text: new Date(at).toISOString() }
    return this.#iso.text
  }

  /** Thai local time without zone, `2026-11-21T09:00:00`. */
  local(): string {
    return localTime(this.now())
  }

  /** The Thai calendar day, `2026-11-21`, moved by whole days. */
  today(days = 0): string {
    if (days !== 0) return dayText(this.dayNumber() + days)
    const today = this.dayNumber()
    if (today !== this.#today.day) this.#today = { day: today, text: dayText(today) }
    return this.#today.text
  }

  /** Number of the Thai calendar day; cheap to compare. */
  dayNumber(): number {
    return Math.floor((this.now() + bangkok) / dayMs)
  }
}

/** An instant (epoch milliseconds) in Thai local time without zone, `2026-11-21T09:00:00`. */
export const localTime = (at: number) => new Date(at + bangkok).toISOString().slice(0, 19)

/** Epoch milliseconds of a time in Bangkok (`09:00`) on a day (`YYYY-MM-DD`), so many days on. */
export function bangkokInstant(day: string, time: `${number}:${number}`, days = 0): number {
  return Date.parse(`${day}T${time}:00+07:00`) + days * dayMs
}

const dayText = (dayNumber: number) => new Date(dayNumber * dayMs).toISOString().slice(0, 10)
