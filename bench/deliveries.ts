/** So many deliveries due at one advance of the clock: in order, exactly once, and what each of them costs. */
import { blueprint } from '../src/composition/blueprint.ts'
import { openStore } from '../src/doors/start.ts'
import { Sandbox } from '../src/engine/sandbox.ts'
import type { AnyUpstream } from '../src/upstream/upstream.ts'

export interface Deliveries {
  store: 'memory' | 'folder'
  count: number
  seconds: number
  microsEach: number
}

const start = Date.parse('2026-12-01T02:00:00Z')
/** Each call schedules two: at 09:00 the day before, and at 06:00 on the day. */
const appointmentDays = ['2026-12-05', '2026-12-06', '2026-12-07']

export async function measureDeliveries(counts: readonly number[], folder: string): Promise<Deliveries[]> {
  const results: Deliveries[] = []
  for (const store of ['memory', 'folder'] as const) {
    for (const count of counts) results.push(await deliver(count, store, store === 'folder' ? `${folder}/deliveries-${count}` : undefined))
  }
  return results
}

async function deliver(count: number, store: Deliveries['store'], data: string | undefined): Promise<Deliveries> {
  const carriedOut: { at: number; id: number }[] = []
  const sandbox = await Sandbox.open(await openStore(data, undefined), watched(carriedOut), { clock: { mode: 'frozen', at: start } })
  try {
    for (let call = 0; call < count / 2; call++) await scheduleReminders(sandbox, call)
    const begun = performance.now()
    await mustAnswer(sandbox, '/control/clock/advance', { days: 30 })
    const seconds = (performance.now() - begun) / 1000
    mustBeInOrderAndOnce(carriedOut, count)
    return { store, count, seconds, microsEach: (seconds / count) * 1e6 }
  } finally {
    await sandbox.close()
  }
}

/** The same world, whose deliveries are also written down as they are carried out. */
function watched(carriedOut: { at: number; id: number }[]): typeof blueprint {
  const watch = (upstream: AnyUpstream): AnyUpstream => {
    const due = Object.entries(upstream.due ?? {}).map(([kind, handle]): [string, typeof handle] => [
      kind,
      async (payload, world) => {
        carriedOut.push({ at: world.clock.now(), id: payload.id })
        await handle(payload, world)
      },
    ])
    return { ...upstream, due: Object.fromEntries(due) }
  }
  return { ...blueprint, upstreams: blueprint.upstreams.map((upstream) => (upstream.name === 'moph-connect' ? watch(upstream) : upstream)) }
}

async function scheduleReminders(sandbox: Sandbox, call: number): Promise<void> {
  await mustAnswer(sandbox, '/mophconnect.go.th/test/api/queue/schedule', {
    userId: call.toString(16).padStart(24, '0'),
    hospitalName: 'โรงพยาบาลทดสอบ',
    origin: 'กระทรวงสาธารณสุข',
    queueNumber: `จุดคัดกรอง คิวที่ ${call}`,
    patientName: 'นาง สมศรี ตัวอย่าง',
    appointmentDate: appointmentDays[call % appointmentDays.length],
    appointmentTime: 'เวลานัดหมาย 09:00-09:15 น.',
    detailsLink: 'http://queue.hospital.example/',
    currentQueueLink: 'http://queue.hospital.example/',
  })
}

async function mustAnswer(sandbox: Sandbox, url: string, body: object): Promise<void> {
  const { status, body: reply } = await sandbox.handle({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(body)),
    address: '127.0.0.1',
  })
  if (status !== 200) throw new Error(`${url} answered ${status}: ${reply}`)
}

function mustBeInOrderAndOnce(carriedOut: readonly { at: number; id: number }[], count: number): void {
  if (carriedOut.length !== count) throw new Error(`${carriedOut.length} deliveries instead of ${count}`)
  if (new Set(carriedOut.map(({ id }) => id)).size !== count) throw new Error('A delivery was made twice')
  const late = carriedOut.findIndex(({ at }, index) => index > 0 && at < carriedOut[index - 1]!.at)
  if (late > 0) throw new Error(`Delivery ${late} came after one that was due later`)
}
