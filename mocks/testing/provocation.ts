import type { Answer } from '../../fixtures/harness/sandbox.ts'
import type { TestWorld } from './world.ts'

/** In a new demo world, a call that is refused or remarked on by one rule; before it, what has to happen. */
export type Provocation = (world: TestWorld) => Promise<Answer>

/** By operation, then by rule. */
export type Provocations<Operation extends string> = Record<Operation, Record<string, Provocation>>
