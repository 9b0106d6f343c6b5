import { setTimeout as wait } from 'node:timers/promises'
import type { Fetch } from '../../src/doors/client/index.ts'
import { nodeFetch } from '../../src/doors/client/node-fetch.ts'
import type { WireCall } from '../../src/engine/results/step.ts'
import { login, operationOf } from './operations.ts'

export interface WireOptions {
  /** `read` holds back whatever the specs do not call a read, should a step ask for it by mistake. */
  effect: 'read' | 'write'
  callsPerSecond?: number
  /** Where a zone has other paths than the real host. */
  rewrite?: (url: URL) => URL
}

/** What all calls of a run go through. */
export interface Wire {
  fetch: Fetch
  /** Every request that was sent, in order. */
  calls: WireCall[]
  /** Requests that were held back: a mistake of the harness. */
  heldBack: string[]
}

/**
 * Sends the client's requests at the target's pace and writes them down.
 *
 * Logs in once at each account centre, ever: repeated failures lock an account, so every later login gets the first one's answer without a request.
 */
export function createWire({ effect, callsPerSecond, rewrite }: WireOptions): Wire {
  const wire: Wire = { fetch: send, calls: [], heldBack: [] }
  const firstLogins = new Map<string, Promise<Answered>>()
  let next = 0

  async function send(url: string, init: RequestInit): Promise<Response> {
    const method = init.method ?? 'GET'
    const operation = operationOf(method, new URL(url))
    if (operation?.name === login) {
      const firstLogin = firstLogins.get(url) ?? sendNow(login, url, init)
      firstLogins.set(url, firstLogin)
      return responseOf(await firstLogin)
    }
    if (effect === 'read' && operation?.effect !== 'read') {
      wire.heldBack.push(operation?.name ?? `${method} of an unknown operation`)
      throw new Error('held back: it may write')
    }
    return responseOf(await sendNow(operation?.name ?? 'unknown', url, init))
  }

  async function sendNow(operation: string, url: string, init: RequestInit): Promise<Answered> {
    await pace()
    const call: WireCall = { operation, method: init.method ?? 'GET', status: undefined, ms: 0 }
    wire.calls.push(call)
    const started = performance.now()
    try {
      const response = await nodeFetch(rewrite ? rewrite(new URL(url)).href : url, init)
      call.status = response.status
      return { response, body: await response.arrayBuffer() }
    } finally {
      call.ms = performance.now() - started
    }
  }

  async function pace(): Promise<void> {
    if (callsPerSecond === undefined) return
    const now = Date.now()
    const at = Math.max(now, next)
    next = at + 1000 / callsPerSecond
    await wait(at - now)
  }

  return wire
}

interface Answered {
  response: Response
  body: ArrayBuffer
}

const withoutBody = new Set([204, 205, 304])

function responseOf({ response: { status, headers }, body }: Answered): Response {
  return new Response(withoutBody.has(status) ? null : body, { status, headers })
}
