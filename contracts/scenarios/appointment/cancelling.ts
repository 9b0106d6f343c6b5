import { patientOf } from '../cast.ts'
import type { Step } from '../scenario.ts'
import { book } from './book.ts'
import type { Learnt } from './learnt.ts'
import { freeIn, slotsNow } from './slots.ts'

/** Giving the slot back (MOPH Appointment Center manual, 4.3.4), and a schedule that is full. */
export const cancelling = (learnt: Learnt): Step[] => [
  {
    id: 'cancel',
    title: { en: 'Cancel the booking', th: 'ยกเลิกนัด' },
    operation: 'cancelAppointmentSlot',
    needs: ['book'],
    async play({ moph, cast, expect }) {
      const result = await moph.appointment.cancelAppointmentSlot({
        hospital_code: cast.hospitalCode,
        cid: patientOf(cast).cid,
        hospital_appointment_slot_id: learnt.booking!,
      })
      learnt.held.delete(learnt.booking!)
      expect.asInSpec(result)
      return `booking ${learnt.booking}`
    },
  },
  {
    id: 'look-up-after',
    title: { en: 'See that the booking is gone', th: 'ไม่พบนัดที่ยกเลิกแล้ว' },
    operation: 'getAppointment',
    needs: ['cancel'],
    async play({ moph, cast, expect }) {
      const found = await moph.appointment.getAppointment({ cid: patientOf(cast).cid })
      expect.asInSpec(found)
      const mine = found.appointments.filter((appointment) => appointment.hospital_appointment_slot_id === learnt.booking)
      expect.equal('the booking is not listed', mine.length, 0)
      return `bookings: ${found.appointments.length}`
    },
  },
  {
    id: 'slot-freed',
    title: { en: 'See as many free slots as before', th: 'จำนวนคิวว่างกลับมาเท่าเดิม' },
    operation: 'getHospitalSlotByDate',
    needs: ['cancel'],
    async play(scene) {
      const { schedules, chosen, later } = learnt
      const touched = [chosen!, ...(later ? [later] : [])]
      const now = await slotsNow(learnt, scene)
      for (const schedule of touched) {
        const name = `schedule ${schedule.schedule_id} is as free as before`
        scene.expect.equal(name, freeIn(now, schedule), freeIn(schedules!, schedule))
      }
      return `${chosen!.available_slot} free`
    },
  },
  {
    id: 'full',
    title: { en: 'Be refused where the schedule is full', th: 'จองช่วงเวลาที่เต็มแล้วต้องถูกปฏิเสธ' },
    operation: 'confirmAppointmentSlot',
    needs: ['free-by-date'],
    async play(scene) {
      const { schedules } = learnt
      const full = scene.expect.found(
        'full schedule on that day',
        schedules!.find(({ available_slot }) => available_slot === 0),
      )
      const refusal = { status: 409, rule: 'moph-appointment/schedule-full' }
      await scene.expect.refused('the booking', refusal, () => book(learnt, full, scene))
      return 'refused with 409'
    },
  },
]
