import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { TestHis } from '../../../fixtures/harness/appointment.ts'
import { SandboxClient } from '../../../fixtures/harness/sandbox.ts'
import { mophAppointment } from '../../../mocks/moph-appointment/index.ts'
import { blueprint } from '../../composition/blueprint.ts'
import { listen } from '../../doors/http/server.ts'
import type { AnyUpstream } from '../../upstream/upstream.ts'
import { Sandbox } from '../sandbox.ts'
import { sqliteStore } from '../store/sqlite.ts'

/** The Appointment Center with bugs in it. */
const broken: AnyUpstream = {
  ...mophAppointment,
  operations: {
    ...mophAppointment.operations,
    async getHospitalDepartment() {
      throw new TypeError('Cannot read properties of undefined')
    },
    getHospitalRoom() {
      throw 'a text, thrown before there is a promise'
    },
    async getAppointment() {
      return { result: { person: 'of the wrong form' } } as never
    },
    async cancelAppointmentSlot(_input: unknown, { db }: Parameters<typeof mophAppointment.operations.cancelAppointmentSlot>[1]) {
      await db.deleteFrom('bookings').execute()
      throw new Error('after half of the work')
    },
  },
}

describe('a bug of a mock', () => {
  let sandbox: Sandbox
  let client: SandboxClient
  let his: TestHis
  let close: () => Promise<void>
  const said: string[] = []

  beforeAll(async () => {
    vi.spyOn(console, 'error').mockImplementation((...words) => {
      said.push(words.map(String).join(' '))
    })
    sandbox = await Sandbox.open(sqliteStore(), {
      ...blueprint,
      upstreams: blueprint.upstreams.map((upstream) => (upstream.name === broken.name ? broken : upstream)),
    })
    const server = await listen(sandbox, { host: '127.0.0.1', port: 0 })
    sandbox.url = server.url
    client = new SandboxClient(server.url)
    his = await TestHis.logIn(client)
    close = server.close
  })
  afterAll(async () => {
    vi.restoreAllMocks()
    await client.close()
    await close()
    await sandbox.close()
  })

  const newest = async () => (await client.control('GET', '/journal?limit=1')).json[0]

  it.each([
    ['GetHospitalDepartment', 'an error', '"Cannot read properties of undefined"'],
    ['GetHospitalRoom', 'something that is no error', undefined],
  ])('%s throws %s: 500 in the form of its upstream, and a finding that says whose fault it is', async (action, _what, seen) => {
    const { status, json } = await his.slot(action, { hospital_code: '99999' })
    expect(status).toBe(500)
    expect(json).toMatchObject({ result: null, MessageCode: 500 })
    const { findings } = await newest()
    expect(findings).toMatchObject([{ rule: 'sandbox-bug', in: 'reply', severity: 'error' }])
    if (seen !== undefined) expect(findings[0].seen).toBe(seen)
    expect(findings[0].text.en).toContain('the HIS did nothing wrong')
    expect(said.join('\n')).toContain('this is a bug of the sandbox')
  })

  it('answers in another form than its spec: 500 rather than a wrong answer', async () => {
    const { status, json } = await his.appointments('1999900000013')
    expect(status).toBe(500)
    expect(json).toMatchObject({ result: null, MessageCode: 500 })
    const { findings } = await newest()
    expect(findings.map(({ in: side, pointer }: { in: string; pointer: string }) => `${side} ${pointer}`)).toEqual(
      expect.arrayContaining(['reply /result/appointments']),
    )
  })

  it('leaves nothing half done', async () => {
    const sample = { hospital_code: '00000', cid: '0000000000000', hospital_appointment_slot_id: 9999 }
    expect((await his.slot('CancelAppointmentSlot', sample)).status).toBe(500)
    expect((await client.control('GET', '/dashboard/00000/bookings')).json).toHaveLength(1)
  })

  it('stops nothing else: the others answer, also those that come at the same time', async () => {
    const replies = await Promise.all(
      Array.from({ length: 100 }, (_, call) =>
        his.slot(call % 2 === 0 ? 'GetHospitalDepartment' : 'GetHospitalSlotByMonth', {
          hospital_code: '99999',
          ...(call % 2 === 0 ? {} : { year: 2026, month: 12 }),
        }),
      ),
    )
    expect(replies.map(({ status }) => status)).toEqual(replies.map((_, call) => (call % 2 === 0 ? 500 : 200)))
  })

  it('of the console that prints exchanges takes no answer away', async () => {
    sandbox.onExchange = () => {
      throw new Error('nobody reads the console any more')
    }
    expect((await his.slot('GetHospitalSlotByMonth', { hospital_code: '99999', year: 2026, month: 12 })).status).toBe(200)
    expect((await newest()).operation).toBe('getHospitalSlotByMonth')
    sandbox.onExchange = undefined
  })
})
