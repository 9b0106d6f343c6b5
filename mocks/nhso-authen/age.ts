/**
 * `20 ปี 7 เดือน 18 วัน`: full years, months and days from a day of birth to another day, both `YYYY-MM-DD`.
 * A day or month of `00` counts as the first (assumed).
 */
export function ageText(birthDate: string, day: string): string {
  const [bornYear, bornMonth, bornDay] = birthDate.split('-').map((part) => Math.max(Number(part), 1)) as [number, number, number]
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const begun = date < bornDay
  const months = (year - bornYear) * 12 + month - bornMonth - Number(begun)
  if (months < 0) return '0 ปี 0 เดือน 0 วัน'
  const before = daysBefore(year, month)
  const days = begun ? date + before - Math.min(bornDay, before) : date - bornDay
  return `${Math.floor(months / 12)} ปี ${months % 12} เดือน ${days} วัน`
}

/** Days of the month before this one. */
const daysBefore = (year: number, month: number) => new Date(Date.UTC(year, month - 1, 0)).getUTCDate()

/** `25280702`: the Buddhist year, as the agent and the card write it. */
export function buddhistDate(date: string): string {
  return `${Number(date.slice(0, 4)) + 543}${date.slice(5, 7)}${date.slice(8, 10)}`
}
