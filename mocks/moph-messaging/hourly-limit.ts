import type { Rule } from '../../src/generated/moph-messaging.ts'
import { refusals } from '../../src/upstream/refusal.ts'
import type { World } from '../../src/upstream/world.ts'

const refuse = refusals<Rule>()

const hourMs = 3_600_000
const messagesAnHour = 5

/** At most 5 messages an hour (MOPH Immunization Center API v1.15, while testing), where the switch `rate_rule` is on: for each facility (assumed). */
export async function refuseOverHour({ db, clock, settings }: World, hospital_code: string, call: number): Promise<void> {
  if (!settings.switches['moph-messaging'].rate_rule) return
  const now = clock.now()
  // What lies ahead was sent before the clock was set back.
  await db
    .deleteFrom('mor_prom_sendings')
    .where('hospital_code', '=', hospital_code)
    .where((eb) => eb.or([eb('at', '<=', now - hourMs), eb('at', '>', now)]))
    .execute()
  const { sent } = await db
    .selectFrom('mor_prom_sendings')
    .select((eb) => eb.fn.countAll().as('sent'))
    .where('hospital_code', '=', hospital_code)
    .executeTakeFirstOrThrow()
  if (Number(sent) >= messagesAnHour)
    throw refuse('over-messages-per-hour', { pointer: '/body/hospital/hospital_code', seen: hospital_code })
  await db
    .insertInto('mor_prom_sendings')
    .values({ hospital_code, call, at: Math.floor(now) })
    .execute()
}
