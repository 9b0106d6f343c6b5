import { getByDate, logIn } from './calls.ts'
import type { Request, Server } from './server.ts'

/** One operation of an upstream, as the bench calls it: a write with a number of its own in each call, at `{n}` of its body. */
export interface Measured {
  upstream: string
  effect: 'read' | 'write'
  operation: string
  /** The request, after whatever has to happen on that server first. */
  prepare(server: Server): Promise<Request>
  /** The path at which Prism finds it, where that is not the path below the real host. */
  prismPath?: (path: string) => string
}

/** One read and one write of each upstream. */
export const measured: readonly Measured[] = [
  // Both operations of the account centres write: failures are counted.
  { upstream: 'moph-account', effect: 'write', operation: 'getMophAccessToken', prepare: async () => logIn(), prismPath: byAction },
  {
    upstream: 'moph-appointment',
    effect: 'read',
    operation: 'getHospitalSlotByDate',
    prepare: async (server) => getByDate(await server.firstAnswer(logIn())),
    prismPath: byAction,
  },
]

/** Prism's router does not see `?Action=`, so the operation is named by the path's fragment. */
function byAction(path: string): string {
  const [before, action] = /^(.*)\?Action=(\w+)/.exec(path)!.slice(1) as [string, string]
  return path.replace(before, `${before}%23${action}`)
}
