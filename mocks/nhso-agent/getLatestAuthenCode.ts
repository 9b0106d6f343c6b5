import type { operations } from '../../src/generated/nhso-agent.ts'
import type { OperationFunction } from '../../src/upstream/upstream.ts'
import { latestCodes } from '../nhso-authen/service.ts'
import { givenCode } from './givenCode.ts'
import { nhsoOf } from './installation.ts'

/** The code given last. Where there is none, clients look in vain for claimCode (observed). */
export const getLatestAuthenCode: OperationFunction<operations['getLatestAuthenCode']> = async ({ path: { pid } }, world) => {
  const { zone, hcode } = await nhsoOf(world)
  const own = world.settings.switches['nhso-agent'].latest_scope === 'own'
  const [latest] = await latestCodes(world, zone, pid, { count: 1, ...(own && { hcode }) })
  return latest ? givenCode(latest) : {}
}
