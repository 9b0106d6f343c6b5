import { message } from '../../fixtures/harness/message.ts'
import type { Answer } from '../../fixtures/harness/sandbox.ts'
import type { TestWorld } from './world.ts'

/** The message of the harness, changed. */
export const messageWith = (change: Record<string, unknown>) => ({ ...message(), ...change })

/** The change that makes it another facility's. */
export const from = (hospital_code: string) => ({ hospital: { ...message().hospital, hospital_code } })

export function sendMessage(world: TestWorld, authorization: string | undefined, body: unknown = message()): Promise<Answer> {
  const headers = authorization === undefined ? {} : { authorization }
  return world.send('/cvp1.moph.go.th/api/SendMessageTarget', { method: 'POST', body, headers })
}

/** A list as the browser uploads it. */
export function upload(world: TestWorld, path: string, list: string | Uint8Array, method = 'PUT'): Promise<Answer> {
  return world.send(`/control${path}`, { method, raw: list, headers: { 'content-type': 'text/plain' } })
}
