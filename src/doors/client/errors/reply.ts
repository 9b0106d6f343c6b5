/** A reply that is not a success, as far as an error tells it. */
export interface FailedReply {
  /** HTTP status. */
  status: number
  /** The body: parsed where it is JSON, else its text; undefined where there was none. */
  body: unknown
}

/**
 * What the upstream says in its own words: `Message` and `MessageCode` of the envelope (MOPH Claim: `message_th`, `message` and `status`),
 * `dataError` of NHSO, what its card agent says of each field (`errors`), or the whole body where it is text.
 */
export function saying(body: unknown): { messageCode: number | undefined; upstreamMessage: string } {
  if (typeof body === 'string') return { messageCode: undefined, upstreamMessage: body.trim() }
  if (body === null || typeof body !== 'object') return { messageCode: undefined, upstreamMessage: '' }
  const { status, dataError, message, message_th, MessageCode = status, Message = inBothLanguages(message_th, message) }: Envelope = body
  const ofFields = messagesOf((body as { errors?: unknown }).errors)
  if (ofFields !== undefined) return { messageCode: undefined, upstreamMessage: ofFields }
  if (typeof dataError === 'string') return { messageCode: undefined, upstreamMessage: dataError }
  return {
    messageCode: typeof MessageCode === 'number' ? MessageCode : undefined,
    upstreamMessage: typeof Message === 'string' ? Message : JSON.stringify(body),
  }
}

type Envelope = Partial<Record<'MessageCode' | 'Message' | 'status' | 'message' | 'message_th' | 'dataError', unknown>>

/** `defaultMessage` of each, in the form of Spring Boot. */
function messagesOf(errors: unknown): string | undefined {
  if (!Array.isArray(errors)) return undefined
  return (
    errors
      .map((error) => error?.defaultMessage)
      .filter((message) => typeof message === 'string')
      .join('; ') || undefined
  )
}

function inBothLanguages(...messages: unknown[]): string | undefined {
  return messages.filter((message) => typeof message === 'string').join(' / ') || undefined
}

const longest = 300

/** A text of the upstream, short enough for an error's message. */
export function shortened(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}… (${text.length} characters)` : text
}
