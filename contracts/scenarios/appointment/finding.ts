import type { ScheduleSlots } from '../../../src/doors/client/index.ts'
import { patientOf } from '../cast.ts'
import { accountIn, claimsOf } from '../claims.ts'
import type { Step } from '../scenario.ts'
import type { Learnt } from './learnt.ts'

/** The story takes place a week ahead, so that a real hospital's next days are left alone. */
const daysAhead = 7

/** Finding a free slot (MOPH Appointment Center manual, 4.3.1 and 4.3.2). */
export const finding = (learnt: Learnt): Step[] => [
  {
    id: 'log-in',
    title: { en: 'Log in', th: 'เข้าสู่ระบบ' },
    operation: 'getMophAccessToken',
    async play({ moph, credentials }) {
      const { hospital_name: name } = accountIn(claimsOf(await moph.account.token()) ?? {})
      const code = credentials.hospitalCode
      learnt.sender = { hospital_code: code, hospital_name: typeof name === 'string' && name !== '' ? name : code }
      return `as ${learnt.sender.hospital_name}`
    },
  },
  {
    id: 'find-department',
    title: { en: 'Find a department', th: 'ค้นหาแผนก' },
    operation: 'getHospitalDepartment',
    needs: ['log-in'],
    async play({ moph, cast, expect }) {
      const departments = await moph.appointment.getHospitalDepartment({ hospital_code: cast.hospitalCode })
      expect.asInSpec(departments)
      learnt.department = expect.found('department', departments[0])
      return `departments: ${departments.length}, the first is ${learnt.department.department_name}`
    },
  },
  {
    id: 'find-room',
    title: { en: 'Find a room of the department', th: 'ค้นหาห้องตรวจของแผนก' },
    operation: 'getHospitalRoom',
    needs: ['find-department'],
    async play({ moph, cast, expect }) {
      const { department_id } = learnt.department!
      const rooms = await moph.appointment.getHospitalRoom({ hospital_code: cast.hospitalCode, department_id })
      expect.asInSpec(rooms)
      const room = expect.found('room', rooms[0])
      const others = rooms.filter((other) => other.department_id !== department_id)
      expect.equal('every room is of that department', others.length, 0)
      return `rooms: ${rooms.length}, the first is ${room.room_name}`
    },
  },
  {
    id: 'free-by-month',
    title: { en: 'Find a day with a free slot, by month', th: 'หาวันที่มีคิวว่างจากรายเดือน' },
    operation: 'getHospitalSlotByMonth',
    needs: ['log-in'],
    async play({ moph, cast, expect }) {
      const from = cast.day(daysAhead)
      for (const month of [from.slice(0, 7), monthAfter(from)]) {
        const [year, number] = month.split('-').map(Number)
        const days = await moph.appointment.getHospitalSlotByMonth({ hospital_code: cast.hospitalCode, year: year!, month: number! })
        expect.asInSpec(days)
        const others = days.filter(({ date }) => !date.startsWith(month))
        expect.equal('every day is in the month asked for', others.length, 0)
        const free = days.find(({ date, available_slot }) => date >= from && available_slot > 0)
        if (!free) continue
        Object.assign(learnt, { day: free.date, freeOnDay: free.available_slot })
        break
      }
      const day = expect.found(`day with a free slot from ${from} on`, learnt.day)
      return `${day}, ${learnt.freeOnDay} free`
    },
  },
  {
    id: 'free-by-date',
    title: { en: 'Find a free slot on that day', th: 'หาช่วงเวลาว่างของวันนั้น' },
    operation: 'getHospitalSlotByDate',
    needs: ['free-by-month'],
    async play({ moph, cast, expect }) {
      const schedules = await moph.appointment.getHospitalSlotByDate({ hospital_code: cast.hospitalCode, date: learnt.day! })
      expect.asInSpec(schedules)
      const free = schedules.reduce((sum, schedule) => sum + schedule.available_slot, 0)
      if (cast.alone) expect.equal('the slots of the day add up to what the month said', free, learnt.freeOnDay)
      const open = schedules.filter(({ available_slot }) => available_slot > 0)
      const chosen = expect.found('schedule with a free slot', open.find((schedule) => laterThan(schedule, open)) ?? open[0])
      const later = laterThan(chosen, open)
      Object.assign(learnt, { schedules, chosen, ...(later && { later }) })
      return `${chosen.room_name}, ${chosen.time_start} to ${chosen.time_finish}, ${chosen.available_slot} free`
    },
  },
  {
    id: 'free-in-room',
    title: { en: 'Find it again among those of its room', th: 'หาช่วงเวลาเดิมจากห้องตรวจ' },
    operation: 'getHospitalSlotByDate',
    needs: ['free-by-date'],
    async play({ moph, cast, expect }) {
      const { schedule_id, room_name, department_id, room_id } = learnt.chosen!
      const place = { department_id: expect.found('department_id', department_id), room_id: expect.found('room_id', room_id) }
      const schedules = await moph.appointment.getHospitalSlotByDate({ hospital_code: cast.hospitalCode, date: learnt.day!, ...place })
      expect.asInSpec(schedules)
      const rooms = [...new Set(schedules.map((schedule) => schedule.room_name))]
      expect.equal('only that room is listed', rooms, [room_name])
      const again = schedules.some((schedule) => schedule.schedule_id === schedule_id)
      expect.that('the schedule is among them', again, `schedule ${schedule_id}`, `${schedules.map((schedule) => schedule.schedule_id)}`)
      return `schedules of the room: ${schedules.length}`
    },
  },
  {
    id: 'free-by-province',
    title: { en: 'Find the hospital in the list by province', th: 'หาหน่วยบริการจากรายการตามจังหวัด' },
    operation: 'getHospitalSlotGroupByProvince',
    needs: ['free-by-month'],
    async play({ moph, cast, expect }) {
      const { day, freeOnDay } = learnt
      const hospitals = await moph.appointment.getHospitalSlotGroupByProvince({ date_start: day!, date_finish: day! })
      expect.asInSpec(hospitals)
      const own = hospitals.find(({ hospital_code }) => hospital_code === cast.hospitalCode)
      expect.that('the hospital is listed', own !== undefined, cast.hospitalCode, `${hospitals.length} others`)
      if (cast.alone) expect.equal('it has as many free slots as the month said', own!.available_slot, freeOnDay)
      return `hospitals: ${hospitals.length}; ${own!.hospital_name} has ${own!.available_slot} free`
    },
  },
  {
    id: 'look-up-before',
    title: { en: 'Look the patient up', th: 'ค้นหานัดหมายของผู้รับบริการ' },
    operation: 'getAppointment',
    needs: ['log-in'],
    async play({ moph, cast, expect }) {
      const { cid } = patientOf(cast)
      const found = await moph.appointment.getAppointment({ cid })
      expect.asInSpec(found)
      expect.that('it is that person, or nobody knows them', [undefined, cid].includes(found.person?.cid), 'the cid asked for', 'another')
      if (cast.alone) expect.equal('there is no booking yet', found.appointments.length, 0)
      return `bookings: ${found.appointments.length}`
    },
  },
]

/** A schedule of the same room at a later time, to which a booking can be moved. */
function laterThan({ room_name, time_start }: ScheduleSlots, open: readonly ScheduleSlots[]): ScheduleSlots | undefined {
  return open.find((other) => other.room_name === room_name && other.time_start > time_start)
}

function monthAfter(date: string): string {
  const [year, month] = date.split('-').map(Number)
  return new Date(Date.UTC(year!, month!, 1)).toISOString().slice(0, 7)
}
