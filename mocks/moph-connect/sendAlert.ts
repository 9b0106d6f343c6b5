import type { operations } from '../../src/generated/moph-connect.ts'
import type { OperationFunction } from '../../src/upstream/upstream.ts'
import { keepCall } from './calls.ts'
import { deliver } from './deliveries.ts'

/** Any other message, at once (public clients; not in the documents). */
export const sendAlert: OperationFunction<operations['sendAlert']> = async ({ body }, world) => {
  await deliver('alert', await keepCall('sendAlert', body, world), world)
  return {}
}
