import { type Answer, type Received, startServer } from '../../src/doors/client/testing/server.ts'

/** An exchange on its way through; what a test changes in it is what arrives. */
export interface Passing {
  request: Received
  /** Which call of its operation it is, from 1. */
  nth: number
  status: number
  /** The body of the reply, as it came. */
  body: string
}

/** What to do with a call: before it goes on, or with its answer. */
export interface Meddling {
  /** `?Action=`, or the last part of the path: `Appointment` for the look-up, `dmht` for a claim. */
  action: string
  before?(request: Received, nth: number): void
  /** Instead of passing the call on. */
  instead?: Answer
  after?(passing: Passing): void
}

/** A proxy in front of a sandbox that spoils some of what passes. The origin is to be given to the client. */
export async function startMeddler(upstream: string, meddlings: readonly Meddling[]): Promise<{ origin: string; received: Received[] }> {
  const counts = new Map<string, number>()
  return startServer(async (response, request) => {
    const action = actionOf(request)
    const nth = (counts.get(action) ?? 0) + 1
    counts.set(action, nth)
    const own = meddlings.filter((meddling) => meddling.action === action)
    const instead = own.find((meddling) => meddling.instead)?.instead
    if (instead) return instead(response, request)
    for (const meddling of own) meddling.before?.(request, nth)
    const { 'content-length': _length, connection: _connection, ...headers } = request.headers
    const reply = await fetch(upstream + request.url, {
      method: request.method,
      headers: headers as Record<string, string>,
      ...(request.body === '' ? {} : { body: request.body }),
    })
    const passing: Passing = { request, nth, status: reply.status, body: await reply.text() }
    for (const meddling of own) meddling.after?.(passing)
    const type = reply.headers.get('content-type')
    response.writeHead(passing.status, type ? { 'content-type': type } : {}).end(passing.status === 204 ? undefined : passing.body)
  })
}

function actionOf({ url }: Received): string {
  const { pathname, searchParams } = new URL(url, 'http://127.0.0.1')
  return searchParams.get('Action') ?? pathname.slice(pathname.lastIndexOf('/') + 1)
}

/** Changes the `result` of a reply. */
// biome-ignore lint/suspicious/noExplicitAny: a test spoils whatever it likes
export function spoil(change: (result: any) => unknown): (passing: Passing) => void {
  return (passing) => {
    const envelope = JSON.parse(passing.body)
    passing.body = JSON.stringify({ ...envelope, result: change(envelope.result) ?? envelope.result })
  }
}

/** The same, for one call of the operation only. */
export function onCall(wanted: number, act: (passing: Passing) => void): (passing: Passing) => void {
  return (passing) => {
    if (passing.nth === wanted) act(passing)
  }
}
