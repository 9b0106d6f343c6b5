const dayMs = 86_400_000

/** Epoch milliseconds of a time in Bangkok on a day (`YYYY-MM-DD`), so many days on. */
export function bangkokInstant(day: string, time: `${number}:${number}`, days = 0): number {
  return Date.parse(`${day}T${time}:00+07:00`) + days * dayMs
}
