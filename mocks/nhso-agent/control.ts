import { cardActions } from './cardActions.ts'
import { preferenceActions } from './preferenceActions.ts'
import { readerActions } from './readerActions.ts'

/** All that people do at the card reader, and with the agent itself. */
export const agentActions = { ...readerActions, ...cardActions, ...preferenceActions }
