/** A request as a document prints it. */
export interface SeedRequest {
  /** Of the document. */
  section: string
  method: 'GET' | 'POST'
  url: string
  /** As printed, blanks and all. */
  body?: string
}

/** Where a printed URL leads on the sandbox. */
export const pathOf = (printed: string) => printed.replace(/^https?:\//, '')
