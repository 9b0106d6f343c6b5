import type { operations } from '../../src/generated/control/moph-messaging.ts'
import type { OperationFunctions } from '../../src/upstream/upstream.ts'
import { newsActions } from './newsActions.ts'
import { readerActions } from './readerActions.ts'
import { targetActions } from './targetActions.ts'

/** The officer at the news broadcast, and the patient who reads. */
export const messagingActions: OperationFunctions<operations> = { ...newsActions, ...targetActions, ...readerActions }
