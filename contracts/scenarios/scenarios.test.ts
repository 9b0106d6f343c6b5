import { expect, test } from 'vitest'
import { scenarios } from './index.ts'
import { specOperation, specOperations } from './operations.ts'

const steps = scenarios.flatMap(({ name, script }) => script().steps.map((step) => ({ ...step, scenario: name })))

test('the ids of the steps are frozen: reports of different days are compared by them', () => {
  expect(steps.map(({ scenario, id }) => `${scenario}/${id}`)).toEqual([
    'login/token',
    'login/claims',
    'login/expiry',
    'login/role',
    'login/wrong-password',
    'appointment/log-in',
    'appointment/find-department',
    'appointment/find-room',
    'appointment/free-by-month',
    'appointment/free-by-date',
    'appointment/free-in-room',
    'appointment/free-by-province',
    'appointment/look-up-before',
    'appointment/book',
    'appointment/look-up',
    'appointment/slot-taken',
    'appointment/bookings-of-day',
    'appointment/book-twice',
    'appointment/postpone',
    'appointment/look-up-later',
    'appointment/slot-moved',
    'appointment/cancel',
    'appointment/look-up-after',
    'appointment/slot-freed',
    'appointment/full',
    'claim/log-in',
    'claim/unknown-transaction',
    'claim/send-dmht',
    'claim/send-epi',
    'claim/send-dt',
    'claim/duplicate',
    'claim/status',
    'claim/decided',
    'connect/queue-card',
    'connect/reminders',
    'connect/near-turn',
    'connect/alert',
    'connect/link-refused',
    'connect/date-refused',
    'messaging/send',
    'messaging/change',
    'messaging/white-list',
    'messaging/refuse-number',
    'nhso-authen/right',
    'nhso-authen/status-before',
    'nhso-authen/code',
    'nhso-authen/status-after',
    'nhso-authen/same-service',
    'nhso-authen/close',
    'nhso-authen/unknown-person',
    'nhso-agent/preference',
    'nhso-agent/card-in',
    'nhso-agent/card',
    'nhso-agent/codes-before',
    'nhso-agent/right',
    'nhso-agent/draft',
    'nhso-agent/confirm',
    'nhso-agent/latest',
    'nhso-agent/used-up',
    'nhso-agent/same-service',
    'nhso-agent/probe',
  ])
})

test.each([
  ['moph-appointment', 10],
  ['moph-claim', 4],
  ['moph-messaging', 1],
])('every operation of %s is exercised', (name, count) => {
  const exercised = new Set<string>(steps.map(({ operation }) => operation))
  const all = specOperations.filter(({ upstream }) => upstream === name).map(({ name }) => name)
  expect(all).toHaveLength(count)
  expect(all.filter((name) => !exercised.has(name))).toEqual([])
})

test.each(scenarios)('$name: a step builds on earlier ones only', ({ script }) => {
  const earlier = new Set<string>()
  for (const { id, needs = [] } of script().steps) {
    expect(needs.filter((need) => !earlier.has(need))).toEqual([])
    earlier.add(id)
  }
})

test('every step has a title in Thai and in English', () => {
  for (const { title } of steps) {
    expect(title.th).toMatch(/[ก-๙]/)
    expect(title.en).toMatch(/^[ -~]+$/)
  }
})

test('what writes is taken from the specs, and not from the method: cancel and postpone are GETs', () => {
  const writing = specOperations.filter(({ effect }) => effect === 'write').map(({ name, method }) => `${method} ${name}`)
  expect(writing.sort()).toEqual([
    'GET cancelAppointmentSlot',
    'GET getMophAccessTokenByQuery',
    'GET postponeAppointmentSlot',
    'GET probeRight',
    'GET readCard',
    'POST closeVisit',
    'POST confirmAppointmentSlot',
    'POST confirmSave',
    'POST getMophAccessToken',
    'POST notifyNearTurn',
    'POST requestAuthenCode',
    'POST saveAsDraft',
    'POST scheduleReminders',
    'POST sendAlert',
    'POST sendDmhtAdmission',
    'POST sendDtAdmission',
    'POST sendEpiAdmission',
    'POST sendMessageTarget',
    'POST sendQueueCard',
  ])
  expect(specOperation('getHospitalSlotByDate').effect).toBe('read')
})
