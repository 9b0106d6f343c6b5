import type { operations } from '../../src/generated/nhso-agent.ts'
import type { OperationFunction } from '../../src/upstream/upstream.ts'
import { latestCodes } from '../nhso-authen/service.ts'
import { givenCode } from './givenCode.ts'
import { nhsoOf } from './installation.ts'

/** The last five of all facilities, newest first (NHSO Authentication slides). */
export const listLatestAuthenCodes: OperationFunction<operations['listLatestAuthenCodes']> = async ({ path: { pid } }, world) => {
  const { zone } = await nhsoOf(world)
  return (await latestCodes(world, zone, pid, { count: 5 })).map(givenCode)
}
