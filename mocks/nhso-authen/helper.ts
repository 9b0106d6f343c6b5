import type { components, Rule } from '../../src/generated/control/nhso-authen.ts'
import { Refusal, refusals } from '../../src/upstream/refusal.ts'
import { isCitizenId } from '../../src/upstream/schema.ts'
import { type Proof, type ScreenChannel, screens } from './channels.ts'
import { documents, reasons, relations } from './choices.ts'

export type Helper = components['schemas']['Helper']

const refuse = refusals<Rule>()

/** Who vouches for the patient, as a channel asks for it: name and relation always, document and reason without a smart card. */
export function helperOf(
  channel: ScreenChannel,
  { proof, pid: patient, helper }: { proof: Proof; pid: string; helper?: Helper | undefined },
): Helper | null {
  if (proof !== 'helper-smart-card' && proof !== 'helper-document') return null
  if (!helper) throw refuse('helper-missing', { pointer: '/body/helper' })
  if (!isCitizenId(helper.pid)) throw new Refusal('pid-check-digit', { pointer: '/body/helper/pid', seen: helper.pid })
  if (helper.pid === patient) throw refuse('helper-is-patient', { pointer: '/body/helper/pid', seen: helper.pid })
  inList(screens[channel].helperKinds, helper.kind, '/body/helper/kind')
  inList(relations, helper.relation, '/body/helper/relation')
  const { kind, pid, name, relation, document, reason } = helper
  if (proof === 'helper-smart-card') return { kind, pid, name, relation }
  if (document === undefined) throw refuse('document-missing', { pointer: '/body/helper/document' })
  if (reason === undefined) throw refuse('document-missing', { pointer: '/body/helper/reason' })
  inList(documents, document, '/body/helper/document')
  inList(reasons, reason, '/body/helper/reason')
  return { kind, pid, name, relation, document, reason }
}

/** Refuses what does not stand in a list of the screens. */
export function inList(list: readonly string[], value: string, pointer: string): void {
  if (!list.includes(value)) throw refuse('unknown-choice', { pointer, seen: value })
}
