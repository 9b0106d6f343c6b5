import spec from '../../src/generated/moph-appointment.json' with { type: 'json' }
import type { operations } from '../../src/generated/moph-appointment.ts'
import type { Document } from '../../src/upstream/document.ts'
import type { Upstream } from '../../src/upstream/upstream.ts'
import { tokenOf } from '../moph-account/token.ts'
import { envelope, errorBody } from '../moph-common/envelope.ts'
import { overPace } from '../moph-common/pace.ts'
import { populationTables } from '../population/tables.ts'
import { cancelAppointmentSlot } from './cancelAppointmentSlot.ts'
import { confirmAppointmentSlot } from './confirmAppointmentSlot.ts'
import { getAppointment } from './getAppointment.ts'
import { getHospitalDepartment } from './getHospitalDepartment.ts'
import { getHospitalRoom } from './getHospitalRoom.ts'
import { getHospitalSlotByDate } from './getHospitalSlotByDate.ts'
import { getHospitalSlotByMonth } from './getHospitalSlotByMonth.ts'
import { getHospitalSlotConfirmByDate } from './getHospitalSlotConfirmByDate.ts'
import { getHospitalSlotGroupByProvince } from './getHospitalSlotGroupByProvince.ts'
import { postponeAppointmentSlot } from './postponeAppointmentSlot.ts'
import { appointmentTables } from './tables.ts'

/** MOPH Appointment Center. */
export const mophAppointment: Upstream<operations> = {
  name: 'moph-appointment',
  spec: spec as unknown as Document,
  operations: {
    getAppointment,
    getHospitalDepartment,
    getHospitalRoom,
    getHospitalSlotGroupByProvince,
    getHospitalSlotByMonth,
    getHospitalSlotByDate,
    confirmAppointmentSlot,
    cancelAppointmentSlot,
    postponeAppointmentSlot,
    getHospitalSlotConfirmByDate,
  },
  tables: [populationTables, appointmentTables],
  authorise: tokenOf('cvp1'),
  success: (result, world) => envelope(result as object, world),
  failure: (status, problem, world) => errorBody(world.settings.switches['moph-appointment'].error_form, status, problem, world),
  pace: ({ login }, pace, world) => (world.settings.switches['moph-appointment'].rate_rule ? overPace(login, pace, world) : undefined),
  subject: ({ query, body }) => cidOf(query) ?? cidOf((body as { person?: unknown } | undefined)?.person),
}

function cidOf(holder: unknown): string | undefined {
  const cid = (holder as { cid?: unknown } | null | undefined)?.cid
  return typeof cid === 'string' ? cid : undefined
}
