import { appointment } from './appointment/index.ts'
import { claim } from './claim/index.ts'
import { connect } from './connect/index.ts'
import { login } from './login/index.ts'
import { messaging } from './messaging/index.ts'
import { nhsoAgent } from './nhso-agent/index.ts'
import { nhsoAuthen } from './nhso-authen/index.ts'
import type { Scenario } from './scenario.ts'

/** Every scenario, in the order in which they are played. */
export const scenarios: readonly Scenario[] = [login, appointment, claim, connect, messaging, nhsoAuthen, nhsoAgent]
