import type { MophClient, UpstreamName } from '../../src/doors/client/index.ts'
import type { Text } from '../../src/upstream/document.ts'
import type { Expectations } from './expectations.ts'
import type { OperationName } from './operations.ts'
import type { Stage } from './stage.ts'

/** What a step is played with. */
export interface Scene extends Pick<Stage, 'cast' | 'credentials'> {
  moph: MophClient
  expect: Expectations
  stage: Stage
}

export interface Step {
  /** Short and frozen: reports of different days are compared by it. */
  id: string
  title: Text
  /** The `operationId` that it exercises. Whether it reads or writes follows from the spec (`x-effect`). */
  operation: OperationName
  /** Earlier steps without which this one makes no sense. */
  needs?: readonly string[]
  /** Why it is played on a sandbox only. */
  sandboxOnly?: string
  /** Says in a few words what it found. */
  play(scene: Scene): Promise<string>
}

/** A script of the reference client with expectations; plays on any target. */
export interface Scenario {
  name: string
  title: Text
  /** Document and section that it follows. */
  source: string
  /** What a target must have for it to make sense. */
  upstreams: readonly UpstreamName[]
  /** A fresh copy of the script: what its steps learn from one another lives in it. */
  script(): Script
}

interface Script {
  steps: readonly Step[]
  /** Puts back what a run that broke off has left on a real zone; says what it could not. */
  tidyUp?(scene: Pick<Scene, 'moph' | 'cast'>): Promise<string[]>
}
