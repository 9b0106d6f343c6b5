import { patientOf } from '../cast.ts'
import type { Step } from '../scenario.ts'
import { book } from './book.ts'
import type { Learnt } from './learnt.ts'
import { freeIn, placeOf, slotsNow } from './slots.ts'

/** Booking the slot, and what can be seen of it afterwards (MOPH Appointment Center manual, 4.3.3 and 4.3.1). */
export const booking = (learnt: Learnt): Step[] => [
  {
    id: 'book',
    title: { en: 'Book the slot', th: 'จองคิวนัด' },
    operation: 'confirmAppointmentSlot',
    needs: ['free-by-date'],
    async play(scene) {
      const result = await book(learnt, learnt.chosen!, scene)
      scene.expect.asInSpec(result)
      learnt.booking = result.hospital_appointment_slot_id
      return `booking ${learnt.booking}`
    },
  },
  {
    id: 'look-up',
    title: { en: 'Look the booking up', th: 'ตรวจสอบการจอง' },
    operation: 'getAppointment',
    needs: ['book'],
    async play({ moph, cast, expect }) {
      const found = await moph.appointment.getAppointment({ cid: patientOf(cast).cid })
      expect.asInSpec(found)
      const mine = found.appointments.find((appointment) => appointment.hospital_appointment_slot_id === learnt.booking)
      expect.that('the booking is listed', mine !== undefined, `booking ${learnt.booking}`, `${found.appointments.length} others`)
      const { time_start, time_finish } = learnt.chosen!
      const booked = { hospital_code: cast.hospitalCode, appointment_date: learnt.day!, time_start, time_finish }
      expect.equal('it is where and when it was booked', placeOf(mine!), booked)
      expect.that('it has a queue number', mine!.queue_no !== '', 'a queue number', 'none')
      return `queue ${mine!.queue_no}`
    },
  },
  {
    id: 'slot-taken',
    title: { en: 'See the free slots fall by one', th: 'จำนวนคิวว่างลดลงหนึ่ง' },
    operation: 'getHospitalSlotByDate',
    needs: ['book'],
    async play(scene) {
      const { chosen } = learnt
      const free = freeIn(await slotsNow(learnt, scene), chosen!)
      scene.expect.equal('one slot less is free', free, chosen!.available_slot - 1)
      return `${chosen!.available_slot} → ${free}`
    },
  },
  {
    id: 'bookings-of-day',
    title: { en: "List the day's bookings", th: 'รายการจองของวัน' },
    operation: 'getHospitalSlotConfirmByDate',
    needs: ['free-by-month'],
    async play({ moph, cast, expect }) {
      const bookings = await moph.appointment.getHospitalSlotConfirmByDate({ hospital_code: cast.hospitalCode, date: learnt.day! })
      expect.asInSpec(bookings)
      // On a target that is only read there is none of ours.
      if (learnt.booking !== undefined) {
        const mine = bookings.filter((booking) => booking.hospital_appointment_slot_id === learnt.booking)
        expect.equal('the booking is listed, once', mine.length, 1)
      }
      return `bookings: ${bookings.length}`
    },
  },
  {
    id: 'book-twice',
    title: { en: 'Be refused a second booking', th: 'จองซ้ำต้องถูกปฏิเสธ' },
    operation: 'confirmAppointmentSlot',
    needs: ['book'],
    async play(scene) {
      const refusal = { status: 409, rule: 'moph-appointment/already-booked' }
      await scene.expect.refused('the second booking', refusal, () => book(learnt, learnt.chosen!, scene))
      return 'refused with 409'
    },
  },
]
