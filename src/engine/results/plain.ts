import { visible } from '../../terminal/visible.ts'

/** One line, with what would act on a terminal shown as what it is, and without citizen ids, which an upstream may quote. */
export function plain(text: string): string {
  return visible(text.replace(/\s+/g, ' '))
    .replace(/(?<!\d)\d{13}(?!\d)/g, '(citizen id)')
    .trim()
}
