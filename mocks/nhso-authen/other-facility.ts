import type { Caller, World } from '../../src/upstream/world.ts'

/** Whether NHSO lets a facility's token speak for another facility is unknown: answered, with a remark. */
export function reportOtherFacility(hcode: string, { hospitalCode }: Caller, world: World): void {
  if (hcode !== hospitalCode) world.report('hcode-not-of-token', { pointer: '/body/hcode', seen: hcode })
}
