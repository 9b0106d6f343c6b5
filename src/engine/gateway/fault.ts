import type { Operation } from '../../upstream/operation.ts'
import { nextFraction } from '../../upstream/random.ts'
import type { Fault } from '../../upstream/settings.ts'
import type { Workspace } from '../workspace/workspace.ts'

/** The first fault that strikes this operation now; its count is used up and kept. */
export async function strikingFault(
  workspace: Workspace,
  operation: Operation,
  subject: string | undefined,
): Promise<Omit<Fault, 'id' | 'hits'> | undefined> {
  const magic = subject === undefined ? undefined : workspace.magicFault(subject)
  if (magic && concerns(magic, operation)) return magic
  for (const fault of workspace.settings.faults) {
    if (!concerns(fault, operation) || (fault.count !== undefined && fault.hits >= fault.count)) continue
    const strikes = await workspace.write(async (db) => {
      if (fault.probability !== undefined && (await nextFraction(db, workspace.settings.seed)) >= fault.probability) return false
      // Read again inside the transaction: another call, or another process, may have used the last one up.
      const faults = await workspace.readSetting(db, 'faults')
      const current = faults.find(({ id }) => id === fault.id)
      if (!current || (current.count !== undefined && current.hits >= current.count)) return false
      current.hits++
      await workspace.saveSetting(db, 'faults', faults)
      return true
    })
    if (strikes) return fault
  }
  return undefined
}

/** How an operation says that a token has run out; one whose tokens do not expire says that it does not know it. */
export function expiredRuleOf({ ownRules }: Operation): string | undefined {
  return ['token-expired', 'token-invalid'].find((rule) => ownRules.includes(rule))
}

function concerns(fault: Omit<Fault, 'id' | 'hits'>, operation: Operation): boolean {
  return (
    (fault.upstream === undefined || fault.upstream === operation.upstream.name) &&
    (fault.operation === undefined || fault.operation === operation.id) &&
    (fault.effect === undefined || fault.effect === operation.effect) &&
    // A login knows no token that could have expired: it must not use the fault up.
    (fault.kind !== 'expired-token' || expiredRuleOf(operation) !== undefined)
  )
}
