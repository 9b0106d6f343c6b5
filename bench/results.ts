import type { CardSpeed } from './card.ts'
import type { Cores } from './cores.ts'
import type { Deliveries } from './deliveries.ts'
import type { Memory } from './memory.ts'
import type { Plan } from './options.ts'
import type { Speed } from './speed.ts'
import type { StartUp } from './startup.ts'
import type { OperationSpeed } from './upstreams.ts'
import type { WorkspaceCost } from './workspaces.ts'

/** All that one run of the bench measured; a part that was not asked for is missing. */
export interface Results {
  at: string
  machine: { cpu: string; cores: Cores | undefined; node: string; prism: string }
  plan: Plan
  /** The earlier commit. */
  against?: string
  get?: Speed[]
  confirm?: Speed[]
  mixed?: Speed[]
  upstreams?: OperationSpeed[]
  postgres?: Speed[]
  workspaces?: WorkspaceCost[]
  deliveries?: Deliveries[]
  card?: CardSpeed
  startUp?: StartUp[]
  memory?: Memory[]
  verdicts?: Verdict[]
}

/** Whether an aim of the project is reached. */
export interface Verdict {
  aim: string
  figure: string
  /** Undefined where it was not measured. */
  reached: boolean | undefined
}
