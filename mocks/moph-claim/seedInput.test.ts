import { expect, it } from 'vitest'
import { dmhtAdmission } from '../../fixtures/harness/claim.ts'
import { passwordHash } from '../moph-account/keys.ts'
import { testWorld } from '../testing/world.ts'

const world = testWorld()
const control = async (method: string, path: string, body?: unknown) => {
  const reply = await world.control(method, path, body)
  expect(reply.status, `${method} ${path}: ${reply.text}`).toBeLessThan(300)
  return reply.json
}

/** The steps of the MOPH Claim and Finance Account Center guide, in its order; what it prints that could be real is replaced. */
it('the way of a hospital through the guide, from the form to the first claim', async () => {
  // ๑ to ๓: form, letter and Google form; the answer comes by e-mail within three working days.
  const person = { cid: '1999900000030', name: 'มานี สมมุติ', email: 'manee@example.test', login: 'moph', password: 'GZd00000000000A' }
  await control('POST', '/finance/applications', { hospital_code: '99999', signed: true, letter: true, people: [person] })
  // ๒ of the API's part: the secretkey is asked for by Google form.
  await control('POST', '/finance/key-requests', { hospital_code: '99999', email: 'his@example.test' })
  await world.advance({ days: 3 })
  const mails: { to: string; body: string }[] = await control('GET', '/finance/mails')
  expect(mails.map(({ to }) => to)).toEqual(['manee@example.test', 'his@example.test'])

  // ๑.๑: the account is activated, and not suspended.
  await control('PATCH', '/accounts/fdh/moph', { activated: true })

  // The request of the screenshot, as printed.
  const printed = 'https://fdh.moph.go.th/token?Action=get_moph_access_token'
  const raw = '{\n    "username": "moph",\n    "password": "GZd00000000000A"\n}'
  const headers = { 'content-type': 'application/json' }
  expect((await world.send(printed.replace('https:/', ''), { method: 'POST', raw, headers })).status).toBe(200)

  // The request as clients send it, with the key of the e-mail.
  const key = mails[1]!.body.replace('secretkey: ', '')
  const body = { user: 'moph', password_hash: passwordHash('GZd00000000000A', key), hospital_code: '99999' }
  const { text: jwt } = await world.send(printed.replace('https:/', ''), { method: 'POST', body })

  // ๑.๒: "header authorization: bearer <jwt token>"
  const claim = await world.send('/claim-nhso.moph.go.th/api/v1/opd/service-admissions/dmht', {
    method: 'POST',
    body: dmhtAdmission(),
    headers: { authorization: `bearer ${jwt}` },
  })
  expect(claim.json).toMatchObject({ status: 200, message: 'success', data: { transaction_uid: expect.any(String) } })
  expect(await world.findings()).toEqual([])
})
