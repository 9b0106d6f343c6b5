import type { SeedRequest } from '../testing/seed-request.ts'

const slot = 'https://cvp1.moph.go.th/api/appointment/AppointmentSlot'

/**
 * As the MOPH Appointment Center manual prints them. Line breaks inside the URLs are closed; `000000` and `0000000000000000` have the 5
 * and 13 digits that section 4.1 asks for.
 */
export const appointmentSeedRequests = {
  getAppointment: {
    section: '4.3.1',
    method: 'GET',
    url: 'https://cvp1.moph.go.th/api/appointment/Appointment?cid=0000000000000',
  },
  getHospitalDepartment: { section: '4.3.2', method: 'GET', url: `${slot}?Action=GetHospitalDepartment&hospital_code=00000` },
  getHospitalRoom: { section: '4.3.2', method: 'GET', url: `${slot}?Action=GetHospitalRoom&hospital_code=00000` },
  getHospitalSlotGroupByProvince: {
    section: '4.3.2',
    method: 'GET',
    url: `${slot}?Action=GetHospitalSlotGroupByProvince&date_start=yyyy-mm-dd&date_finish=yyyy-mm-dd`,
  },
  getHospitalSlotByMonth: {
    section: '4.3.2',
    method: 'GET',
    url: `${slot}?Action=GetHospitalSlotByMonth&hospital_code=xxxxx&year=2021&month=1`,
  },
  getHospitalSlotByDate: {
    section: '4.3.2',
    method: 'GET',
    url: `${slot}?Action=GetHospitalSlotByDate&hospital_code=xxxxx&date=2021-12-21`,
  },
  confirmAppointmentSlot: {
    section: '4.3.3',
    method: 'POST',
    url: `${slot}?Action=ConfirmAppointmentSlot`,
    body: `{
  "hospital": {
    "hospital_code": "00000",
    "hospital_name": "รพ. ทดสอบระบบ",
    "system_identifier": "HIS ABC v1.0"
  },
  "person": {
    "cid": "0000000000000",
    "prefix": "นาย",
    "first_name": "ทดสอบ",
    "last_name": "ระบบ",
    "gender": 1,
    "birth_date": "2000-01-01",
    "mobile_phone": "000-0000000"
  },
  "appointment": {
    "hospital_code": "99999",
    "schedule_id": 999,
    "comment": "ทดสอบ"
  }
}`,
  },
  cancelAppointmentSlot: {
    section: '4.3.4',
    method: 'GET',
    url: `${slot}?Action=CancelAppointmentSlot&hospital_code=00000&cid=0000000000000&hospital_appointment_slot_id=9999`,
  },
  postponeAppointmentSlot: {
    section: '4.3.5',
    method: 'GET',
    url: `${slot}?Action=PostponeAppointmentSlot&hospital_code=00000&cid=0000000000000&hospital_appointment_slot_id=9999&schedule_id=99`,
  },
} satisfies Record<string, SeedRequest>
