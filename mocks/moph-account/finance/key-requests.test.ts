import { describe, expect, it } from 'vitest'
import { keyWanted } from '../../testing/claim-control-provocations.ts'
import { testWorld } from '../../testing/world.ts'
import { passwordHash, testSecretKeys } from '../keys.ts'

describe('Asking for the secret key of MOPH Finance Account Center', () => {
  const world = testWorld()
  const ask = () => world.control('POST', '/finance/key-requests', keyWanted)
  const requests = async (query = '') => (await world.control('GET', `/finance/key-requests${query}`)).json
  const bodies = async () => (await world.control('GET', '/finance/mails')).json.map(({ body }: { body: string }) => body)

  it('is answered by e-mail after three working days, with the key of the workspace', async () => {
    const { status, json } = await ask()
    expect([status, json]).toEqual([
      201,
      {
        id: 1,
        ...keyWanted,
        state: 'pending',
        reason: null,
        sent_at: '2026-12-01T09:00:00',
        due_at: '2026-12-04T09:00:00',
        answered_at: null,
      },
    ])
    expect(await bodies()).toEqual([])
    await world.advance({ days: 3 })
    expect(await requests()).toMatchObject([{ state: 'approved', answered_at: '2026-12-04T09:00:00' }])
    expect(await bodies()).toEqual([`secretkey: ${testSecretKeys.fdh}`])
  })

  it('gives a key that a login can be made with', async () => {
    await world.control('PATCH', '/keys', { fdh: 'own$key' })
    await ask()
    await world.control('POST', '/finance/key-requests/1/issue')
    const [mail] = await bodies()
    const password_hash = passwordHash('Password-1', mail.replace('secretkey: ', ''))
    const body = { user: 'moph-test', password_hash, hospital_code: '99999' }
    expect((await world.send('/fdh.moph.go.th/token?Action=get_moph_access_token', { method: 'POST', body })).status).toBe(200)
  })

  it('may be refused with a reason, and then no key is sent', async () => {
    await ask()
    await world.control('POST', '/finance/key-requests/1/reject', { reason: 'ไม่พบหน่วยบริการ' })
    await world.advance({ days: 7 })
    expect(await requests('?state=rejected&hospital_code=99999')).toMatchObject([{ reason: 'ไม่พบหน่วยบริการ' }])
    expect(await bodies()).toEqual(['เหตุผล / Reason: ไม่พบหน่วยบริการ'])
  })

  it('may be asked for again', async () => {
    await ask()
    await ask()
    await world.advance({ days: 3 })
    expect(await bodies()).toHaveLength(2)
  })
})
