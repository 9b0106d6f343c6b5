import { secret } from '../../redaction/looks.ts'
import type { Text } from '../../upstream/document.ts'
import { type Finding, type Judged, severityOf, shown } from '../../upstream/finding.ts'
import { EventStream, type HttpCall, type HttpReply, Image, TextStream } from '../../upstream/http.ts'
import type { Operation } from '../../upstream/operation.ts'
import { Refusal, type RefusalPlace } from '../../upstream/refusal.ts'
import type { Fault } from '../../upstream/settings.ts'
import type { Problem } from '../../upstream/upstream.ts'
import type { Caller, World } from '../../upstream/world.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { worldOf } from '../workspace/world-of.ts'
import type { Query } from './address.ts'
import { type CallInput, checkCall, checkReply } from './check.ts'
import { expiredRuleOf, strikingFault } from './fault.ts'
import { knownInput } from './known.ts'
import { readBody, readPath, readQuery } from './read.ts'
import type { Routed } from './route.ts'

/** What one call came to: its reply, what was wrong with it, and the fault that struck it. */
export interface Outcome {
  reply: HttpReply
  findings: Finding[]
  fault: string | undefined
}

/** Bytes of a body that is looked at although its caller is refused. */
const largestUnauthorised = 64 * 1024

const anonymous: Caller = { login: 'anonymous', hospitalCode: '', scope: [] }

/**
 * The way of a request after routing: authorise → check → fault → answer → check. The caller writes the journal.
 * A refused token outweighs a malformed call, as it does where a gateway stands before the service.
 */
export async function answer(
  workspace: Workspace,
  { operation, server, parameters }: Routed,
  call: HttpCall,
  query: Query,
): Promise<Outcome> {
  const findings: Finding[] = []
  const via = { issuer: server['x-issuer'], zone: server['x-zone'], address: call.address }
  const report: World['report'] = (rule, at) => findings.push(ruleFinding(operation, rule, at))
  const world = worldOf(workspace, { via, report })
  const refuse = (refusal: Refusal): Outcome => ({
    reply: refusalReply(operation, refusal, world),
    findings: [...findings, ruleFinding(operation, refusal.rule, refusal.at)],
    fault: undefined,
  })

  const caller = await authorise(operation, call, world)
  // Whoever has no token is told what else is wrong with a call of a usual size, and costs nothing with a large one.
  if (caller instanceof Refusal && (call.body?.length ?? 0) > largestUnauthorised) return refuse(caller)
  const { input, judged } = check(operation, parameters, call, query)
  findings.push(...judged.map(({ finding }) => finding))
  if (caller instanceof Refusal) return refuse(caller)
  const tooFast = operation.upstream.pace?.(caller, workspace.pace, world)
  if (tooFast) return refuse(tooFast)

  const wrong = judged.filter(({ refuses }) => refuses).map(({ finding }) => finding)
  if (wrong.length > 0) return { reply: malformedReply(operation, wrong, world), findings, fault: undefined }

  const fault =
    operation.upstream.name === 'control' ? undefined : await strikingFault(workspace, operation, operation.upstream.subject?.(input))
  const refusedToken = fault?.kind === 'expired-token' ? expiredRuleOf(operation) : undefined
  if (refusedToken) {
    // The token is good: what is told of it is the fault's, and no finding on the HIS.
    const refused = refuse(new Refusal(refusedToken, { pointer: '/headers/authorization', seen: secret }))
    return { ...refused, findings: [...findings, ...refused.findings.slice(findings.length).map(byFault)], fault: 'expired-token' }
  }
  const instead = fault && insteadOfAnswer(operation, fault, world)
  if (fault?.kind === 'latency' && fault.before) await latency(fault)
  if (instead && !fault.executed) return { reply: instead, findings, fault: fault.kind }

  try {
    const result = await emulate(workspace, operation, { ...knownInput(operation, input), caller }, world)
    const { reply, wrong: breaches } = successReply(operation, result, world)
    findings.push(...breaches)
    if (fault?.kind === 'latency' && !fault.before) await latency(fault)
    return { reply: instead ?? spoiled(reply, fault), findings, fault: fault?.kind }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const refused = refuse(error)
    if (fault?.kind === 'latency' && !fault.before) await latency(fault)
    return { ...refused, reply: instead ?? spoiled(refused.reply, fault), fault: fault?.kind }
  }
}

function check(
  operation: Operation,
  parameters: Routed['parameters'],
  call: HttpCall,
  query: Query,
): { input: CallInput; judged: Judged[] } {
  const { query: values, judged: queryJudged } = readQuery(operation, query)
  const { body, judged: bodyJudged } = readBody(operation, call)
  const { path, judged: pathJudged } = readPath(operation, parameters)
  const input: CallInput = { query: values, path, body }
  // What could not be read is not of the wrong form, or missing, too.
  const unreadable = [...queryJudged, ...pathJudged, ...bodyJudged].filter(({ refuses }) => refuses).map(({ finding }) => finding.pointer)
  const judged = checkCall(operation, input)
  const relevant =
    unreadable.length === 0 ? judged : judged.filter(({ finding }) => !unreadable.some((pointer) => isWithin(finding.pointer, pointer)))
  return { input, judged: [...queryJudged, ...pathJudged, ...bodyJudged, ...relevant] }
}

const isWithin = (pointer: string, outer: string) => pointer === outer || pointer.startsWith(`${outer}/`)

async function authorise(operation: Operation, call: HttpCall, world: World): Promise<Caller | Refusal> {
  if (!operation.roles || !operation.upstream.authorise) return anonymous
  try {
    return await operation.upstream.authorise(operation.roles, call.headers, world)
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

/** Runs the mock's function; a write in one transaction, committed before the answer. */
async function emulate(workspace: Workspace, operation: Operation, input: CallInput & { caller: Caller }, world: World): Promise<unknown> {
  const run = operation.upstream.operations[operation.id] as (input: unknown, world: World) => Promise<unknown>
  if (operation.effect === 'read' || operation.upstream.ownTransaction?.includes(operation.id)) return run(input, world)
  const outcome = await workspace.write(async (db) => {
    try {
      return { result: await run(input, worldOf(workspace, { ...world, db })) }
    } catch (error) {
      if (error instanceof Refusal && error.at.keepsChanges) return { refusal: error }
      throw error
    }
  })
  if ('refusal' in outcome) throw outcome.refusal
  return outcome.result
}

/** A mock that breaks its own spec is a bug of ours: 500 and a finding, never a wrong answer. */
function successReply(operation: Operation, result: unknown, world: World): { reply: HttpReply; wrong: Finding[] } {
  const status = [...operation.responses.keys()].find((code) => code < 300) ?? 200
  if (result instanceof EventStream)
    return { reply: { status, headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' }, body: result }, wrong: [] }
  if (result instanceof TextStream) return { reply: { status, headers: { 'content-type': result.contentType }, body: result }, wrong: [] }
  if (result instanceof Image) return { reply: { status, headers: imageHeaders(result), body: result.body }, wrong: [] }
  if (operation.responses.get(status)?.size === 0) return { reply: { status, headers: {}, body: '' }, wrong: [] }
  const { contentType, body, value } = operation.upstream.success(result, world)
  const type = contentType.split(';')[0]!
  const schema = operation.responses.get(status)?.get(type)
  const wrong = schema ? checkReply(operation, schema, value) : []
  if (wrong.length > 0) return { reply: failureReply(operation, 500, brokeItsSpec, world), wrong }
  return { reply: { status, headers: { 'content-type': contentType }, body }, wrong: [] }
}

/** A picture may hold what a HIS has sent, and SVG can do more than show: a browser is told to let it do nothing. */
const imageHeaders = ({ contentType }: Image) => ({
  'content-type': contentType,
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
  'x-content-type-options': 'nosniff',
})

const brokeItsSpec: Problem = {
  th: 'sandbox ผิดพลาดเอง: คำตอบไม่ตรง spec ดู journal',
  en: 'sandbox bug: the mock broke its own spec, see the journal',
}

function failureReply(operation: Operation, status: number, problem: Problem, world: World): HttpReply {
  const { contentType, body } = operation.upstream.failure(status, problem, world)
  return { status, headers: { 'content-type': contentType }, body }
}

function refusalReply(operation: Operation, { rule, at }: Refusal, world: World): HttpReply {
  const known = operation.rules[rule]!
  const text = { ...known, hint: at.hint ?? known.hint }
  const reply = operation.upstream.refusal?.(rule, text)
  if (reply) return { status: text.status ?? 400, headers: { 'content-type': reply.contentType }, body: reply.body }
  return failureReply(operation, text.status ?? 400, { ...text, refused: { rule, name: nameOf(at.pointer) } }, world)
}

/** Of what is wrong about a call's form; all else is 400. */
const statusOf: ReadonlyMap<string, number> = new Map([
  ['body-too-large', 413],
  ['body-too-intricate', 413],
  ['content-encoding', 415],
])

function malformedReply(operation: Operation, wrong: Finding[], world: World): HttpReply {
  const status = Math.max(...wrong.map(({ rule }) => statusOf.get(rule) ?? 400))
  const inWords = (language: keyof Text) => wrong.map(({ pointer, text }) => `${nameOf(pointer)}: ${text[language]}`).join('; ')
  const fields = wrong.map(({ pointer, text, rule }) => ({ name: nameOf(pointer), rule, ...text }))
  return failureReply(operation, status, { th: inWords('th'), en: inWords('en'), hint: wrong[0]!.hint, fields }, world)
}

/** `/query/hospital_code` → `hospital_code`, `/body/person/cid` → `person.cid`, `/body` → `body`. */
const nameOf = (pointer: string) =>
  pointer
    .slice(1)
    .replace(/^(query|body|path)\//, '')
    .replaceAll('/', '.')

function ruleFinding(operation: Operation, rule: string, at: RefusalPlace): Finding {
  const { th, en, hint, status, 'x-provenance': provenance, 'x-expected': expected } = operation.rules[rule]!
  return {
    rule: `${operation.upstream.name}/${rule}`,
    severity: expected ? 'info' : status === undefined ? 'warning' : severityOf(provenance),
    in: 'request',
    pointer: at.pointer,
    seen: shown(at.seen),
    text: { th, en },
    hint: at.hint ?? hint,
    provenance,
  }
}

type Striking = Omit<Fault, 'id' | 'hits'>

const latency = ({ latency_ms = 10_000 }: Striking) => new Promise((resolve) => setTimeout(resolve, latency_ms))

const byFault = (finding: Finding): Finding => ({ ...finding, severity: 'info', fault: 'expired-token' })

/** What is sent in place of the answer, for the faults that replace it. */
function insteadOfAnswer(operation: Operation, { kind, status, headers = {}, body = '' }: Striking, world: World): HttpReply | undefined {
  if (kind === 'reset') return { status: 0, headers: {}, body: '', broken: 'reset' }
  if (kind === 'reply') return { status: status ?? 200, headers: lowerCased(headers), body }
  if (kind === 'status') {
    const code = status ?? 500
    const problem = { th: `ข้อขัดข้องที่ตั้งไว้ใน sandbox: ${code}`, en: `sandbox fault: status ${code}` }
    const reply = failureReply(operation, code, problem, world)
    return { ...reply, headers: { ...reply.headers, ...lowerCased(headers) } }
  }
  return undefined
}

/** The server counts the bytes and looks after the connection, whatever somebody has seen elsewhere. */
const ofTheServer = new Set(['content-length', 'transfer-encoding', 'connection', 'keep-alive'])

const lowerCased = (headers: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (ofTheServer.has(name.toLowerCase()) ? [] : [[name.toLowerCase(), value]])),
  )

function spoiled(reply: HttpReply, fault: Striking | undefined): HttpReply {
  const kind = fault?.kind
  if (kind === 'truncated') return { ...reply, broken: 'truncated' }
  if (kind === 'malformed' && typeof reply.body === 'string') return { ...reply, body: `<html><body>${reply.body.slice(0, 20)}` }
  return reply
}
