import { localTime } from '../../../src/upstream/clock.ts'

const dayMs = 86_400_000

/** So many working days after an instant, at the same time of day: Monday to Friday in Thailand; public holidays are not known here. */
export function afterWorkingDays(from: number, days: number): number {
  let at = from
  for (let left = days; left > 0; ) {
    at += dayMs
    if (isWorkingDay(at)) left--
  }
  return at
}

function isWorkingDay(at: number): boolean {
  const weekday = new Date(`${localTime(at)}Z`).getUTCDay()
  return weekday !== 0 && weekday !== 6
}
