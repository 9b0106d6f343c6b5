import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { TestHis } from '../../../fixtures/harness/appointment.ts'
import { TestSandbox } from '../../../fixtures/harness/sandbox.ts'

const patient = '1999900000048'

describe('a workspace', () => {
  let sandbox: TestSandbox

  beforeAll(async () => {
    sandbox = await TestSandbox.start()
  })
  beforeEach(async () => {
    await sandbox.control('POST', '/workspaces', { name: 'trial' })
  })
  afterAll(() => sandbox.close())
  const remove = () => sandbox.control('DELETE', '/workspaces/trial')

  it('is reached under its prefix, which its own status names', async () => {
    const { json } = await sandbox.control('GET', '/status', undefined, '/w/trial')
    expect(json).toMatchObject({
      workspace: 'trial',
      url: `${sandbox.url}/w/trial`,
      control: `${sandbox.url}/w/trial/control`,
      upstreams: { 'moph-appointment': `${sandbox.url}/w/trial/cvp1.moph.go.th` },
    })
    const operation = json.operations.find(({ operation: id }: { operation: string }) => id === 'getHospitalDepartment')
    expect(operation.url).toBe(`${sandbox.url}/w/trial/cvp1.moph.go.th/api/appointment/AppointmentSlot?Action=GetHospitalDepartment`)
    await remove()
  })

  it('shares neither bookings nor journal, people nor faults with another', async () => {
    const his = await TestHis.logIn(sandbox, 'demo', '99999', '/w/trial')
    await his.book(999, patient)
    await sandbox.control('DELETE', '/people/1999900000013', undefined, '/w/trial')
    await sandbox.control('POST', '/faults', { kind: 'status' }, '/w/trial')
    const elsewhere = await TestHis.logIn(sandbox)
    expect((await elsewhere.appointments(patient)).json.result.appointments).toEqual([])
    expect((await sandbox.control('GET', '/people/1999900000013')).status).toBe(200)
    expect((await sandbox.control('GET', '/journal?operation=confirmAppointmentSlot')).json).toEqual([])
    expect((await sandbox.control('GET', '/journal?operation=confirmAppointmentSlot', undefined, '/w/trial')).json).toHaveLength(1)
    await remove()
  })

  it('can begin empty, at a time of its own', async () => {
    await sandbox.control('POST', '/workspaces', { name: 'bare', world: 'empty', now: '2026-12-01T02:00:00Z' })
    expect((await sandbox.control('GET', '/people', undefined, '/w/bare')).json).toEqual([])
    expect((await sandbox.control('GET', '/dashboard/99999/schedules', undefined, '/w/bare')).json).toEqual([])
    expect((await sandbox.control('GET', '/accounts', undefined, '/w/bare')).json).not.toEqual([])
    expect((await sandbox.control('POST', '/reset', { world: 'demo' }, '/w/bare')).json).toMatchObject({ name: 'bare', world: 'demo' })
    expect((await sandbox.control('GET', '/people', undefined, '/w/bare')).json).not.toEqual([])
    await sandbox.control('DELETE', '/workspaces/bare')
  })

  it('is made once', async () => {
    const { status, json } = await sandbox.control('POST', '/workspaces', { name: 'trial' })
    expect([status, json.error.rule]).toEqual([409, 'workspace-exists'])
    await remove()
  })

  it.each(['Trial', 'a b', '../up', 'a/b', '-a', 'x'.repeat(41), ''])('is not called %j', async (name) => {
    expect((await sandbox.control('POST', '/workspaces', { name })).status).toBe(400)
    await remove()
  })

  it('is gone when it is deleted, also from within', async () => {
    expect((await sandbox.control('DELETE', '/workspaces/trial', undefined, '/w/trial')).status).toBe(204)
    const { status, json } = await sandbox.control('GET', '/status', undefined, '/w/trial')
    expect([status, json.error.rule]).toEqual([404, 'unknown-workspace'])
    expect(json.error.hint.en).toContain('POST /control/workspaces')
    expect((await remove()).json.error.rule).toBe('unknown-workspace')
    expect((await sandbox.control('GET', '/workspaces')).json.map(({ name }: { name: string }) => name)).toEqual(['default'])
  })

  it('stays, where it is the default', async () => {
    expect((await sandbox.control('DELETE', '/workspaces/default')).json.error.rule).toBe('default-workspace-stays')
    await remove()
  })

  it('goes back to a snapshot with all but its journal', async () => {
    const his = await TestHis.logIn(sandbox, 'demo', '99999', '/w/trial')
    await his.book(999, patient)
    expect((await sandbox.control('POST', '/snapshots', { name: 'booked' }, '/w/trial')).status).toBe(201)
    await sandbox.control('POST', '/reset', undefined, '/w/trial')
    expect((await his.appointments(patient)).json.result.appointments).toEqual([])
    await sandbox.control('POST', '/snapshots/booked/restore', undefined, '/w/trial')
    expect((await his.appointments(patient)).json.result.appointments).toHaveLength(1)
    expect((await sandbox.control('GET', '/journal', undefined, '/w/trial')).json).toHaveLength(2)
    expect((await sandbox.control('DELETE', '/snapshots/booked', undefined, '/w/trial')).status).toBe(204)
    expect((await sandbox.control('POST', '/snapshots/booked/restore', undefined, '/w/trial')).json.error.rule).toBe('unknown-snapshot')
    await remove()
  })

  it('tells a tester of a name that is mistyped', async () => {
    const { status, json } = await sandbox.control('POST', '/reset', { wrold: 'empty' })
    expect(status).toBe(400)
    expect(json.error.en).toContain('wrold')
    expect((await sandbox.control('GET', '/journal?limt=5')).status).toBe(400)
    await remove()
  })
})
