/** What is played on a target, and the targets: what `verify` stands on. */

export { scenarios } from './scenarios/index.ts'
export { specOperation } from './scenarios/operations.ts'
export { play, unplayed } from './scenarios/play.ts'
export type { Scenario, Step } from './scenarios/scenario.ts'
export type { Stage } from './scenarios/stage.ts'
export type { TargetConfig } from './targets/config.ts'
export { NoSandbox, OutOfReach } from './targets/control-api.ts'
export { zonesWith } from './targets/index.ts'
export { productionAt } from './targets/production.ts'
export { openSandboxTarget } from './targets/sandbox.ts'
export { openZone } from './targets/zone.ts'
export { addressesOf, type Zone } from './targets/zones.ts'
