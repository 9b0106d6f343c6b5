import type { World, Zone } from '../../src/upstream/world.ts'

/** The zone of the host that a call came in by; every server of the spec has one. */
export const zoneOf = ({ via }: World): Zone => via.zone!
