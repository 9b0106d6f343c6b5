import { describe, expect, it } from 'vitest'
import { chat } from '../testing/connect-calls.ts'
import { pathOf } from '../testing/seed-request.ts'
import { testWorld } from '../testing/world.ts'
import { connectSeedRequests } from './seed-requests.ts'

/**
 * Every request of the two documents, as printed. User, patient and the host of the links are replaced by synthetic ones of the same
 * form; the line break within a string of the slides is closed, and their slip in `เวลานัดหมาย` mended. The calls are of 2018: the
 * clock is put to the day that the slides' story has them on.
 */
const { sendQueueCard, scheduleReminders, notifyNearTurn } = connectSeedRequests
const printedTable = sendQueueCard.body

const printedSlide = `{
"userId": "5bedb4000000000000000001",
"hospitalName": "โรงพยาบาลปทุมธานี",
"origin": "กระทรวงสาธารณสุข",
"queueNumber": "จุดคัดกรอง คิวที่ 1221",
"patientName": "นาง สมศรี ตัวอย่าง",
"appointmentDate": "2018-04-30",
"appointmentTime": "เวลานัดหมาย 09:00-09:15 น. กรุณามาก่อนเวลา 10 นาที",
"detailsLink": "http://queue.hospital.example/",
"currentQueueLink": "http://queue.hospital.example/"}`

describe.each([
  ['MOPH Connect queue API, 1 to 3', printedTable, '2018-12-19', '2018-12-25', '2018-12-26', '2018-12-27'],
  ['MOPH Connect queue service slides', printedSlide, '2018-04-23', '2018-04-29', '2018-04-30', '2018-05-01'],
])('The requests of %s', (_document, printed, weekBefore, dayBefore, day, dayAfter) => {
  const world = testWorld()
  const post = (url: string) => world.send(pathOf(url), { method: 'POST', raw: printed, headers: { 'content-type': 'application/json' } })
  const clockAt = (date: string, time: string) => world.control('PUT', '/clock', { mode: 'frozen', now: `${date}T${time}:00+07:00` })

  it('are the story of Mrs Somsri: card, reminders, her turn, the survey', async () => {
    await clockAt(weekBefore, '20:00')
    await answered(await post(sendQueueCard.url))
    await clockAt(dayBefore, '00:00')
    await answered(await post(scheduleReminders.url))
    await clockAt(day, '09:52')
    await answered(await post(notifyNearTurn.url))
    await clockAt(dayAfter, '12:00')
    const deliveries = await chat(world)
    expect(deliveries.map(({ kind, at, state }) => [kind, at, state])).toEqual([
      ['queue-card', `${weekBefore}T20:00:00`, 'delivered'],
      ['details', `${weekBefore}T20:00:00`, 'delivered'],
      ['reminder-day-before', `${dayBefore}T09:00:00`, 'delivered'],
      ['reminder-same-day', `${day}T06:00:00`, 'delivered'],
      ['near-turn', `${day}T09:52:00`, 'delivered'],
      ['survey', `${dayAfter}T12:00:00`, 'delivered'],
    ])
    expect((await world.control('POST', `/connect/deliveries/${deliveries[5]!.delivery_id}/answer`, { score: 5 })).status).toBe(200)
  })

  it('go to production under its own base URL', async () => {
    await clockAt(weekBefore, '20:00')
    await answered(await post('https://mophconnect.go.th/api/queue'))
    expect(await chat(world, { zone: 'production' })).toHaveLength(2)
    expect(await chat(world)).toEqual([])
  })

  async function answered({ status }: { status: number }): Promise<void> {
    expect(status).toBe(200)
    expect(await world.findings()).toEqual([])
  }
})
