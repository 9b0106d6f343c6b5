import type { AnyUpstream } from '../src/gateway/upstream.ts'
import { accountActions } from './moph-account/control.ts'
import { mophAccount } from './moph-account/index.ts'
import { dashboardBookings } from './moph-appointment/dashboardBookings.ts'
import { dashboardSetUp } from './moph-appointment/dashboardSetUp.ts'
import { mophAppointment } from './moph-appointment/index.ts'
import { patientActions } from './moph-appointment/patientActions.ts'
import { populationActions } from './population/control.ts'

/** Every simulated external system. A new one is added here. */
export const upstreams: readonly AnyUpstream[] = [mophAccount, mophAppointment]

/** The upstreams' part of the control API; the sandbox's own part is in src/control. */
export const upstreamActions = { ...accountActions, ...populationActions, ...dashboardSetUp, ...dashboardBookings, ...patientActions }
