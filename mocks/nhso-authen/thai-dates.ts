const months = ['มกราคม', 'กุมภาพันธ์', 'มีนาคม', 'เมษายน', 'พฤษภาคม', 'มิถุนายน', 'กรกฎาคม', 'สิงหาคม', 'กันยายน', 'ตุลาคม', 'พฤศจิกายน', 'ธันวาคม']

/** `กรกฎาคม 2530` of `1987-07-02`; the year alone where the month is not known. */
export function thaiMonth(date: string): string {
  const [year, month] = date.split('-').map(Number) as [number, number]
  return [months[month - 1], year + 543].filter((part) => part !== undefined).join(' ')
}

/** `18 มีนาคม 2565` of `2022-03-18`, or of an instant of that day. */
export const thaiDay = (date: string) => `${Number(date.slice(8, 10))} ${thaiMonth(date.slice(0, 10))}`
