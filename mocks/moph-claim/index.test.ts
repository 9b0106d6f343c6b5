import { describe, expect, it } from 'vitest'
import { admissions, financeToken, productionHost, sendAdmission, testHost } from '../testing/claim-calls.ts'
import { testWorld } from '../testing/world.ts'

describe('MOPH Claim', () => {
  const world = testWorld()

  it.each([
    ['POST', '/api/v1/opd/service-admission/dmht'],
    ['GET', '/api/v1/opd/service-transactions/status'],
    ['DELETE', '/'],
  ])('answers %s to the wrong path %s in the words that were seen', async (method, path) => {
    for (const host of [productionHost, testHost]) {
      const reply = await world.send(`${host}${path}?x=1`, { method })
      expect([reply.status, reply.text]).toEqual([404, `Cannot ${method} ${path}`])
      expect(reply.headers['content-type']).toMatch(/^text\/plain/)
    }
    expect(await world.findings()).toEqual([expect.objectContaining({ rule: 'unknown-to-the-sandbox', severity: 'warning' })])
  })

  it('answers a wrong method in its own envelope', async () => {
    const reply = await world.send(`${productionHost}${admissions.sendDmhtAdmission.path}`)
    expect(reply.status).toBe(405)
    expect(reply.json).toMatchObject({ status: 405, message: 'The sandbox knows no GET of this path', data: null })
  })

  it('answers refusals as text where the switch says so', async () => {
    await world.control('PATCH', '/switches', { 'moph-claim': { error_form: 'text' } })
    const reply = await sendAdmission(world, 'sendDmhtAdmission', await financeToken(world), { hcode: '00000' })
    expect(reply.headers['content-type']).toMatch(/^text\/plain/)
    expect(reply.text).toBe('hcode ไม่ใช่หน่วยบริการของบัญชีที่ใช้เข้าสู่ระบบ / hcode is not the facility of the account that logged in')
  })

  it('is reached by the Host header of the real service too', async () => {
    const authorization = await financeToken(world)
    const { path, body } = admissions.sendDtAdmission
    const headers = { authorization, host: 'claim-nhso.moph.go.th', 'x-sandbox-workspace': world.workspace.slice(3) }
    expect((await world.sandbox.send(path, { method: 'POST', body, headers })).status).toBe(200)
  })
})
