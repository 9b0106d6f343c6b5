/** One line, without control characters that would act on a terminal, and without citizen ids, which an upstream may quote. */
export function plain(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replace(/(?<!\d)\d{13}(?!\d)/g, '(citizen id)')
    .trim()
}
