import type { SeedRequest } from '../testing/seed-request.ts'

/** User, patient and the host of the links are synthetic ones of the same form; the fields are the same in all three requests. */
const body = `{
  "userId": "5bedb4000000000000000001",
  "hospitalName": "โรงพยาบาลปทุมธานี",
  "origin": "กระทรวงสาธารณสุข",
  "queueNumber": "จุดคัดกรอง คิวที่ 201",
  "patientName": "นาง สมศรี ตัวอย่าง",
  "appointmentDate": "2018-12-26",
  "appointmentTime": "เวลานัดหมาย 09:00-09:15 น. กรุณามาก่อนเวลา 10 นาที",
  "detailsLink": "http://queue.hospital.example/",
  "currentQueueLink": "http://queue.hospital.example/"
}`

/** As the MOPH Connect queue API prints them. */
export const connectSeedRequests = {
  sendQueueCard: { section: '1', method: 'POST', url: 'https://mophconnect.go.th/test/api/queue', body },
  scheduleReminders: { section: '2', method: 'POST', url: 'https://mophconnect.go.th/test/api/queue/schedule', body },
  notifyNearTurn: { section: '3', method: 'POST', url: 'https://mophconnect.go.th/test/api/queue/notify', body },
} satisfies Record<string, SeedRequest>
