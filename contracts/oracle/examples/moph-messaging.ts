import { message } from '../../../fixtures/harness/message.ts'
import type { MophClient } from '../../../src/doors/client/index.ts'

/** A call of each operation that a new world answers with something in it. */
export const messagingExamples = {
  sendMessageTarget: ({ messaging }) => messaging.sendMessageTarget({ ...message(), target: ['1999900000030', '1999900000013'] }),
} satisfies Record<string, (client: MophClient) => Promise<unknown>>
