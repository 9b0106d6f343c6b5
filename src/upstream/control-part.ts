import type { Document } from './document.ts'
import type { OperationFunctions } from './upstream.ts'

/** The part of the control API that belongs to an upstream: its spec in specs/control/, and its functions. */
export interface ControlPart {
  spec: Document
  // biome-ignore lint/suspicious/noExplicitAny: each part is typed by its own spec, where it is written
  operations: OperationFunctions<any>
  /** Operations that look after their transactions themselves. */
  ownTransaction?: readonly string[]
}
