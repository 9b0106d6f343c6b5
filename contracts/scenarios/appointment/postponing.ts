import { patientOf } from '../cast.ts'
import type { Step } from '../scenario.ts'
import type { Learnt } from './learnt.ts'
import { freeIn, placeOf, slotsNow } from './slots.ts'

/** Moving the booking to a later time (MOPH Appointment Center manual, 4.3.5). */
export const postponing = (learnt: Learnt): Step[] => [
  {
    id: 'postpone',
    title: { en: 'Postpone the booking', th: 'เลื่อนนัด' },
    operation: 'postponeAppointmentSlot',
    needs: ['book'],
    async play({ moph, cast, expect }) {
      const later = expect.found('later free schedule in that room on that day', learnt.later)
      const result = await moph.appointment.postponeAppointmentSlot({
        hospital_code: cast.hospitalCode,
        cid: patientOf(cast).cid,
        hospital_appointment_slot_id: learnt.booking!,
        schedule_id: later.schedule_id,
      })
      expect.asInSpec(result)
      learnt.held.delete(learnt.booking!)
      learnt.booking = result.hospital_appointment_slot_id
      learnt.held.add(learnt.booking)
      return `to ${later.time_start}`
    },
  },
  {
    id: 'look-up-later',
    title: { en: 'Look the postponed booking up', th: 'ตรวจสอบนัดที่เลื่อนแล้ว' },
    operation: 'getAppointment',
    needs: ['postpone'],
    async play({ moph, cast, expect }) {
      const found = await moph.appointment.getAppointment({ cid: patientOf(cast).cid })
      expect.asInSpec(found)
      const { time_start, time_finish } = learnt.later!
      const mine = found.appointments.filter((appointment) => appointment.hospital_appointment_slot_id === learnt.booking)
      const moved = { hospital_code: cast.hospitalCode, appointment_date: learnt.day!, time_start, time_finish }
      expect.equal('it is listed once, at the new time', mine.map(placeOf), [moved])
      return `queue ${mine[0]!.queue_no}`
    },
  },
  {
    id: 'slot-moved',
    title: { en: 'See the first slot free again and the other taken', th: 'คิวเดิมว่าง คิวใหม่ถูกจอง' },
    operation: 'getHospitalSlotByDate',
    needs: ['postpone'],
    async play(scene) {
      const { chosen, later } = learnt
      const schedules = await slotsNow(learnt, scene)
      scene.expect.equal('the first is as free as before', freeIn(schedules, chosen!), chosen!.available_slot)
      scene.expect.equal('the other has one slot less', freeIn(schedules, later!), later!.available_slot - 1)
      return `${later!.available_slot} → ${later!.available_slot - 1}`
    },
  },
]
