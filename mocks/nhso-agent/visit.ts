import type { components } from '../../src/generated/nhso-agent.ts'
import type { World } from '../../src/upstream/world.ts'
import type { VisitRequest, Zone } from '../nhso-authen/service.ts'
import { nhsoOf } from './installation.ts'

const at = {
  pid: '/body/pid',
  claimType: '/body/claimType',
  mobile: '/body/mobile',
  correlationId: '/body/correlationId',
  hcode: '/body/hcode',
}

/** What some HIS send where they know no number (public clients). */
const placeholder = '0000000000'

/** The visit as NHSO is told of it: always one of the agent's own facility, whatever hcode was sent (assumed). */
export async function visitOf(
  { pid, claimType, mobile, correlationId, hn, hcode: sent }: components['schemas']['Visit'],
  world: World,
): Promise<{ zone: Zone; visit: VisitRequest }> {
  const { zone, hcode } = await nhsoOf(world)
  if (sent && sent !== hcode) world.report('hcode-not-own', { pointer: at.hcode, seen: sent })
  if (mobile === placeholder) world.report('mobile-placeholder', { pointer: at.mobile, seen: mobile })
  const visit = { pid, claimType, mobile, correlationId, hcode, at, channel: 'kiosk-station' as const }
  return { zone, visit: hn ? { ...visit, hn } : visit }
}
