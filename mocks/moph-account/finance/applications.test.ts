import { describe, expect, it } from 'vitest'
import { applicant, byForm } from '../../testing/claim-control-provocations.ts'
import { manee, somchai, testWorld } from '../../testing/world.ts'

/** Each test begins on Tuesday, 1 December 2026 at 09:00: three working days later it is Friday. */
describe('Applying for an account of MOPH Finance Account Center', () => {
  const world = testWorld()
  const applyFor = (body: object) => world.control('POST', '/finance/applications', body)
  const application = async (id: number) => (await world.control('GET', `/finance/applications/${id}`)).json
  const account = async (login: string) => (await world.control('GET', `/accounts/fdh/${login}`)).json
  const mails = async (to: string) => (await world.control('GET', `/finance/mails?to=${encodeURIComponent(to)}`)).json
  const logIn = (login: string) =>
    world.send('/fdh.moph.go.th/token?Action=get_moph_access_token', { method: 'POST', body: { username: login, password: 'Password-1' } })

  it('waits for the answer of the office, and shows no password', async () => {
    const reply = await applyFor(byForm(applicant()))
    expect(reply.status).toBe(201)
    expect(reply.json).toEqual([
      {
        id: 1,
        by: 'form',
        hospital_code: '99999',
        cid: manee,
        name: 'มานี สมมุติ',
        email: 'manee@example.test',
        login: 'manee',
        signed: true,
        letter: true,
        state: 'pending',
        reason: null,
        sent_at: '2026-12-01T09:00:00',
        due_at: '2026-12-04T09:00:00',
        answered_at: null,
      },
    ])
    expect((await logIn('manee')).status, 'there is no account yet').toBe(401)
    expect(await mails('manee@example.test')).toEqual([])
  })

  it('is approved after three working days: an account that has to be activated, with the right to claim', async () => {
    await applyFor(byForm(applicant()))
    await world.advance({ days: 2, hours: 23, minutes: 59, seconds: 59 })
    expect(await application(1)).toMatchObject({ state: 'pending' })
    await world.advance({ seconds: 1 })
    expect(await application(1)).toMatchObject({ state: 'approved', answered_at: '2026-12-04T09:00:00' })
    expect(await account('manee')).toMatchObject({
      name: 'มานี สมมุติ',
      hospital_code: '99999',
      email: 'manee@example.test',
      activated: false,
      suspended: false,
      roles: [{ code: 'MOPH_CLAIM_API', level: 1 }],
    })
    expect(await mails('manee@example.test')).toEqual([
      {
        id: 1,
        sent_at: '2026-12-04T09:00:00',
        to: 'manee@example.test',
        subject: expect.stringContaining('อนุมัติ'),
        body: expect.stringContaining('manee'),
      },
    ])
  })

  it('lets the person log in once the account is activated, and not while it is suspended', async () => {
    await applyFor(byForm(applicant()))
    await world.control('POST', '/finance/applications/1/approve')
    expect((await logIn('manee')).status).toBe(403)
    await world.control('PATCH', '/accounts/fdh/manee', { activated: true })
    expect((await logIn('manee')).status).toBe(200)
    await world.control('PATCH', '/accounts/fdh/manee', { suspended: true })
    expect((await logIn('manee')).status).toBe(403)
  })

  it('takes several people of one hospital in one form, and answers each', async () => {
    const second = applicant({ cid: somchai, login: 'somchai', email: 'somchai@example.test' })
    expect((await applyFor(byForm(applicant(), second))).json).toHaveLength(2)
    await world.advance({ days: 3 })
    for (const login of ['manee', 'somchai']) expect(await account(login)).toMatchObject({ hospital_code: '99999' })
  })

  it.each([
    ['in one form', async () => applyFor(byForm(applicant(), applicant({ login: 'second' })))],
    [
      'while an application is under way',
      async () => {
        await applyFor(byForm(applicant()))
        return applyFor(byForm(applicant({ login: 'second' })))
      },
    ],
    [
      'at another hospital, once the person has a user',
      async () => {
        await applyFor(byForm(applicant()))
        await world.control('POST', '/finance/applications/1/approve')
        return applyFor({ ...byForm(applicant({ login: 'second' })), hospital_code: '00000' })
      },
    ],
  ])('refuses a second user for one person, %s', async (_when, second) => {
    const before = (await world.control('GET', '/finance/applications')).json.length
    const reply = await second()
    expect(reply.status).toBe(409)
    expect(reply.json.error).toMatchObject({ rule: 'person-has-user', th: expect.stringContaining('๑ คนต่อ ๑ User') })
    const { json } = await world.control('GET', '/finance/applications')
    expect(json.length - before, 'nothing of a refused form stays').toBeLessThan(2)
  })

  it('lets a person apply again whose application was rejected, or whose account is gone', async () => {
    await applyFor(byForm(applicant()))
    await world.control('POST', '/finance/applications/1/reject', { reason: 'เอกสารไม่ครบ' })
    expect((await applyFor(byForm(applicant()))).status).toBe(201)
    await world.control('POST', '/finance/applications/2/approve')
    await world.control('DELETE', '/accounts/fdh/manee')
    expect((await applyFor(byForm(applicant()))).status).toBe(201)
  })

  it.each([
    ['the signature of the head of the facility', { signed: false }, 'ลายมือชื่อ'],
    ['the letter', { letter: false }, 'กองเศรษฐกิจสุขภาพและหลักประกันสุขภาพ'],
  ])('is rejected after three working days without %s', async (_what, lacking, reason) => {
    await applyFor({ ...byForm(applicant()), ...lacking })
    await world.advance({ days: 3 })
    expect(await application(1)).toMatchObject({ state: 'rejected', reason: expect.stringContaining(reason) })
    expect((await mails('manee@example.test'))[0].body).toContain(reason)
    expect((await logIn('manee')).status).toBe(401)
  })

  it('is rejected where the login has been taken meanwhile', async () => {
    await applyFor(byForm(applicant()))
    await world.control('POST', '/accounts', { issuer: 'fdh', login: 'manee', password: 'Password-2', hospital_code: '99999' })
    await world.advance({ days: 3 })
    expect(await application(1)).toMatchObject({ state: 'rejected', reason: expect.stringContaining('ชื่อผู้ใช้') })
  })

  it('stays as an officer has answered it, when the three days are over', async () => {
    await applyFor(byForm(applicant()))
    await world.control('POST', '/finance/applications/1/reject', { reason: 'เอกสารไม่ครบ' })
    await world.advance({ days: 10 })
    expect(await application(1)).toMatchObject({ state: 'rejected', reason: 'เอกสารไม่ครบ', answered_at: '2026-12-01T09:00:00' })
    expect(await mails('manee@example.test')).toHaveLength(1)
  })

  it('is found by its state and its hospital', async () => {
    await applyFor(byForm(applicant()))
    const ids = async (query: string) =>
      (await world.control('GET', `/finance/applications?${query}`)).json.map(({ id }: { id: number }) => id)
    expect(await ids('state=pending&hospital_code=99999')).toEqual([1])
    expect([await ids('state=approved'), await ids('hospital_code=00000')]).toEqual([[], []])
  })

  describe('at accountcenter, for whoever has used MOPH eKYC', () => {
    const signUp = () => world.control('POST', '/finance/sign-ups', { hospital_code: '99999', person: applicant() })

    it('needs neither form nor letter, and is answered in the same time', async () => {
      expect((await signUp()).json.error.rule).toBe('no-ekyc')
      for (let time = 0; time < 2; time++) expect((await world.control('PUT', `/finance/ekyc/${manee}`)).status).toBe(204)
      const reply = await signUp()
      expect(reply.status).toBe(201)
      expect(reply.json).toMatchObject({ by: 'ekyc', state: 'pending', due_at: '2026-12-04T09:00:00' })
      await world.advance({ days: 3 })
      expect(await account('manee')).toMatchObject({ activated: false })
    })
  })

  it.each([
    ['no people', byForm()],
    ['a mistyped name', { ...byForm(applicant()), hospital: '99999' }],
    ['an address that is none', byForm(applicant({ email: 'manee' }))],
    ['a login with an @', byForm(applicant({ login: 'manee@99999' }))],
  ])('refuses a form with %s', async (_what, body) => {
    expect((await applyFor(body)).status).toBe(400)
  })
})
