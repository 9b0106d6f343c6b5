import type { operations } from '../../src/generated/control/moph-connect.ts'
import type { OperationFunctions } from '../../src/upstream/upstream.ts'
import { bookingPageActions } from './booking-pages.ts'
import { chatActions } from './chats.ts'
import { userActions } from './userActions.ts'

/** MOPH Connect outside the HIS: the patient in LINE, and the hospital's booking page. */
export const connectActions: OperationFunctions<operations> = { ...userActions, ...chatActions, ...bookingPageActions }
