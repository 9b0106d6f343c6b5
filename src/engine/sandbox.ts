import { dirname } from 'node:path'
import { redacted } from '../redaction/search.ts'
import { errorText, Told, told, warn } from '../terminal/say.ts'
import { visibleLines } from '../terminal/visible.ts'
import type { Provenance, Text } from '../upstream/document.ts'
import type { Finding } from '../upstream/finding.ts'
import { severityOf, shown } from '../upstream/finding.ts'
import type { HttpCall, HttpReply, Unreadable } from '../upstream/http.ts'
import { operationsOf, realBase } from '../upstream/operation.ts'
import type { Settings } from '../upstream/settings.ts'
import type { Db } from '../upstream/tables.ts'
import type { AnyUpstream } from '../upstream/upstream.ts'
import { version } from '../version.ts'
import { ControlGuard } from './control/guard.ts'
import { controlUpstreams } from './control/upstream.ts'
import { addressOf, defaultWorkspace, type Query } from './gateway/address.ts'
import { preflightReply, readableByOrigins } from './gateway/cors.ts'
import type { Exchange } from './gateway/exchange.ts'
import { answer, type Outcome } from './gateway/pipeline.ts'
import { baseOf, Router, type Unrouted } from './gateway/route.ts'
import { journalFile } from './journal/folder-files.ts'
import type { Journal } from './journal/journal.ts'
import { MemoryJournal } from './journal/memory.ts'
import { type JournalMax, Retention } from './journal/retention.ts'
import { TableJournal } from './journal/table.ts'
import { OutOfReach, type Store, StoreProblem } from './store/store.ts'
import { type Blueprint, Workspace } from './workspace/workspace.ts'
import { worldOf } from './workspace/world-of.ts'

/** Told of every exchange, after the journal: the console prints it. */
export type ExchangeListener = (exchange: Omit<Exchange, 'id'>, workspace: string) => void

/** What the journals are given to be written out when the sandbox stops. */
const graceMs = 500

/** Everything that is simulated, on one store: requests come in at `handle`, from a socket, from MSW or from a test. */
export class Sandbox {
  readonly upstreams: readonly AnyUpstream[]
  readonly store: Store
  readonly blueprint: Blueprint
  onExchange: ExchangeListener | undefined
  /** Where the sandbox is reached; set once it listens. */
  url = 'http://127.0.0.1:4010'
  /** Who may use the control API. */
  guard = new ControlGuard()
  readonly #router: Router
  readonly #workspaces = new Map<string, Promise<Workspace>>()
  readonly #journalMax: JournalMax | undefined
  #retention: Retention | undefined

  /** `journalMax`: what the journals of a data folder may take, all workspaces together. */
  constructor(store: Store, blueprint: Blueprint, journalMax?: JournalMax) {
    this.#journalMax = journalMax
    this.store = store
    this.blueprint = blueprint
    this.upstreams = blueprint.upstreams
    this.#router = new Router([...blueprint.upstreams, ...controlUpstreams(this)])
  }

  /** Opens the store's workspaces' default; the others open when they are called. */
  static async open(store: Store, blueprint: Blueprint, fresh: Partial<Settings> = {}, journalMax?: JournalMax): Promise<Sandbox> {
    const sandbox = new Sandbox(store, blueprint, journalMax)
    await sandbox.make(defaultWorkspace, fresh)
    return sandbox
  }

  /** One call in, one reply out; never throws. */
  async handle(call: HttpCall): Promise<HttpReply> {
    try {
      return await this.#exchange(call)
    } catch (error) {
      const noBug = isOfStore(error)
      const place = redacted(call.url.split('?')[0]!)
      warn(
        told`moph-sandbox: ${call.method} ${place} could not be handled: ${noBug ? redacted(error.message) : new Told(visibleLines(errorText(error)))}`,
      )
      return gatewayReply(noBug ? 503 : 500, outOfOrder(error as Error))
    }
  }

  async #exchange(call: HttpCall): Promise<HttpReply> {
    const started = performance.now()
    const outside = await this.#outside(call)
    if (outside) return outside
    const at = addressOf(call, this.#router)
    const target = this.#router.find(call.method, at.path, at.action)
    const upstream = 'operation' in target ? target.operation.upstream : target.upstream
    // Before anything that would tell which workspaces there are.
    const closed = upstream?.name === 'control' && at.path.startsWith('/control') ? this.guard.refusal(call.headers) : undefined
    if (closed) return gatewayReply(closed.status, closed)
    const workspace = await this.awake(at.workspace)
    if (!workspace) return gatewayReply(404, noSuchWorkspace(at.workspace))
    const time = workspace.clock.iso()
    const cors = upstream?.cors?.(workspace.settings)
    const preflight = cors && preflightReply(call, cors)
    if (preflight) return preflight
    const page = 'operation' in target ? undefined : pageOf(workspace, upstream, call.method, at.path)
    if (page) return page
    const outcome = call.unreadable
      ? unreadable(workspace, upstream, call.unreadable)
      : 'operation' in target
        ? await this.#answer(workspace, target, call, at.query)
        : unrouted(workspace, target, call.method)
    if (!outcome) return gatewayReply(404, noSuchWorkspace(at.workspace))
    const operation = 'operation' in target && !call.unreadable ? target.operation : undefined
    // Encoded once, for the journal and for the socket.
    const reply = inBytes(outcome.reply)
    if (upstream?.name !== 'control') {
      this.#keep(workspace, {
        time,
        operation,
        upstream,
        method: call.method,
        url: at.url,
        request: { headers: call.headers, body: call.body },
        reply,
        findings: outcome.findings,
        fault: outcome.fault,
        durationMs: performance.now() - started,
      })
    }
    return cors ? readableByOrigins(reply, call, cors) : reply
  }

  /** What belongs to no upstream, and to no HIS: the sandbox's own address, health checks, what browsers and robots look for. */
  async #outside({ method, url, realHost, unreadable }: HttpCall): Promise<HttpReply | undefined> {
    if (method !== 'GET' || realHost !== undefined || unreadable) return undefined
    if (url === '/') return this.#signpost()
    if (url === '/health') return ownReply(200, { status: 'ok', version })
    if (url === '/ready') return this.store.list().then(() => ownReply(200, { status: 'ready', version }))
    if (url === '/favicon.ico') return { status: 204, headers: {}, body: '' }
    if (url === '/robots.txt') return { status: 200, headers: { 'content-type': 'text/plain' }, body: 'User-agent: *\nDisallow: /\n' }
    return undefined
  }

  /** For whoever opens the address in a browser. */
  #signpost(): HttpReply {
    const body = JSON.stringify(
      { 'moph-sandbox': version, upstreams: this.baseUrls(defaultWorkspace), status: `${this.url}/control/status` },
      null,
      2,
    )
    return { status: 200, headers: { 'content-type': 'application/json; charset=utf-8' }, body: `${body}\n` }
  }

  /** The workspace, or undefined where there is none of that name. */
  async workspace(name: string): Promise<Workspace | undefined> {
    return this.#known(name)
  }

  /** The same, brought up to date: with its day begun, and with what other processes have changed. */
  async awake(name: string): Promise<Workspace | undefined> {
    const workspace = await this.#known(name)
    if (workspace) this.store.look?.(name)
    try {
      await workspace?.wake()
      return workspace
    } catch (error) {
      if (!(await this.#isGone(name, workspace, error))) throw error
      return undefined
    }
  }

  async workspaceNames(): Promise<string[]> {
    return (await this.store.list()).sort()
  }

  /** Makes a workspace; undefined where there is one of that name. */
  async create(name: string, fresh: Partial<Settings> = {}): Promise<Workspace | undefined> {
    if (await this.awake(name)) return undefined
    if (this.#workspaces.has(name)) return undefined
    const workspace = await this.make(name, fresh)
    return workspace.isNew ? workspace : undefined
  }

  /** Makes (or opens) a workspace. */
  make(name: string, fresh: Partial<Settings> = {}): Promise<Workspace> {
    const opening = Workspace.open(name, this.store, this.blueprint, (db) => this.#openJournal(name, db), fresh)
    this.#workspaces.set(name, opening)
    opening.catch(() => this.#workspaces.delete(name))
    return opening
  }

  async drop(name: string): Promise<void> {
    const workspace = await this.#known(name)
    if (workspace) workspace.dropped = true
    await workspace?.journal.close()
    this.#workspaces.delete(name)
    await this.store.drop(name)
  }

  /** Base URL of each upstream in a workspace: the sandbox's address, the workspace, the real host. */
  baseUrls(workspace: string): Record<string, string> {
    return Object.fromEntries(
      this.upstreams.map((upstream) => [upstream.name, `${this.workspaceUrl(workspace)}/${baseOf(upstream, upstream.spec.servers![0]!)}`]),
    )
  }

  /** The same by zone, for upstreams with several; those of the account centres go by issuer. */
  zoneUrls(workspace: string): Record<string, Record<string, string>> {
    const several = this.upstreams.filter(({ spec: { servers = [] } }) => {
      const zones = new Set(servers.map((server) => server['x-zone']))
      return zones.size > 1 && servers.every((server) => server['x-issuer'] === undefined)
    })
    return Object.fromEntries(several.map((upstream) => [upstream.name, this.#urlsByZone(upstream, workspace)]))
  }

  /** The first server of each zone, in the order of the spec. */
  #urlsByZone(upstream: AnyUpstream, workspace: string): Record<string, string> {
    const urls: Record<string, string> = {}
    for (const server of upstream.spec.servers!) urls[server['x-zone']!] ??= `${this.workspaceUrl(workspace)}/${baseOf(upstream, server)}`
    return urls
  }

  workspaceUrl(workspace: string): string {
    return workspace === defaultWorkspace ? this.url : `${this.url}/w/${workspace}`
  }

  operations() {
    return this.upstreams.flatMap(operationsOf)
  }

  async close(): Promise<void> {
    const closing = [...this.#workspaces.values()].map((opening) => opening.then((workspace) => workspace.journal.close()).catch(() => {}))
    // A database that has fallen silent does not keep the sandbox from stopping.
    await Promise.race([Promise.all(closing), new Promise((resolve) => setTimeout(resolve, graceMs).unref())])
    await this.store.close()
  }

  async #known(name: string): Promise<Workspace | undefined> {
    const open = this.#workspaces.get(name)
    if (open) return open
    // Made by an earlier process, or by another one. Whoever asked first may be opening it by now.
    return (await this.store.list()).includes(name) ? (this.#workspaces.get(name) ?? this.make(name)) : undefined
  }

  /** Whether a call failed because its workspace was dropped under it, by this process or another. */
  async #isGone(name: string, workspace: Workspace | undefined, error: unknown): Promise<boolean> {
    if (!this.store.tellsDropped(error) || (await this.store.list()).includes(name)) return false
    if (workspace !== undefined && (await this.#workspaces.get(name)) === workspace) this.#workspaces.delete(name)
    return true
  }

  /** Nothing where the workspace is dropped during the call. */
  async #answer(workspace: Workspace, target: Parameters<typeof answer>[1], call: HttpCall, query: Query): Promise<Outcome | undefined> {
    try {
      return await answer(workspace, target, call, query)
    } catch (error) {
      if (isOfStore(error)) throw error
      if (await this.#isGone(workspace.name, workspace, error)) return undefined
      warn(`moph-sandbox: ${target.operation.id} failed; this is a bug of the sandbox. ${errorText(error)}`)
      const body = target.operation.upstream.failure(500, bug, worldOf(workspace))
      return {
        reply: { status: 500, headers: { 'content-type': body.contentType }, body: body.body },
        findings: [bugFinding(error as Error)],
        fault: undefined,
      }
    }
  }

  #keep(workspace: Workspace, exchange: Omit<Exchange, 'id'>): void {
    if (!workspace.dropped) workspace.journal.add(exchange)
    try {
      this.onExchange?.(exchange, workspace.name)
    } catch (error) {
      // The call has been carried out: whoever listens must not take its answer away.
      warn(`moph-sandbox: an exchange could not be shown: ${errorText(error)}`)
    }
  }

  /** One for the folder of all workspaces; what earlier processes have left over is cleared away at the first. */
  #retentionIn(folder: string): Retention {
    if (!this.#retention) {
      this.#retention = new Retention(folder, this.#journalMax)
      void this.#retention.enforce()
    }
    return this.#retention
  }

  async #openJournal(name: string, db: Db): Promise<Journal> {
    if (this.store.shared) return new TableJournal(db)
    const folder = this.store.folder(name)
    return new MemoryJournal(folder === undefined ? undefined : journalFile(folder, this.#retentionIn(dirname(folder))))
  }
}

const bug: Text = { th: 'sandbox ทำงานผิดพลาดเอง ดู console ของ sandbox', en: 'sandbox bug, see its console' }

/** What no spec has may well be there in reality: nobody can call that an error. */
const unproven: ReadonlySet<Unrouted['rule']> = new Set(['unknown-to-the-sandbox', 'printed-host'])

/** The store's fault, and told as such: no bug of an operation. */
const isOfStore = (error: unknown): error is Error => error instanceof OutOfReach || error instanceof StoreProblem

function unrouted(workspace: Workspace, target: Unrouted, method: string): Outcome {
  const finding: Finding = {
    rule: target.rule,
    severity: unproven.has(target.rule) ? 'warning' : severityOf(target.provenance),
    in: 'request',
    pointer: target.pointer,
    seen: shown(target.seen),
    text: target.text,
    hint: target.hint,
    provenance: target.provenance,
  }
  if (!target.upstream) return { reply: gatewayReply(target.status, target), findings: [finding], fault: undefined }
  const { contentType, body } =
    (target.status === 404 ? target.upstream.unrouted?.(method, pathBelow(target.upstream, target.seen)) : undefined) ??
    target.upstream.failure(target.status, { ...target.text, hint: target.hint }, worldOf(workspace))
  return { reply: { status: target.status, headers: { 'content-type': contentType }, body }, findings: [finding], fault: undefined }
}

/** What the parser refused, told as the upstream that was meant tells its errors. */
function unreadable(workspace: Workspace, upstream: AnyUpstream | undefined, { rule, status, text, hint, seen }: Unreadable): Outcome {
  const finding: Finding = { rule, severity: 'error', in: 'request', pointer: '/head', seen, text, hint, provenance: http }
  if (!upstream) return { reply: gatewayReply(status, { rule, text, hint }), findings: [finding], fault: undefined }
  const { contentType, body } = upstream.failure(status, { ...text, hint }, worldOf(workspace))
  return { reply: { status, headers: { 'content-type': contentType }, body }, findings: [finding], fault: undefined }
}

const http: Provenance = { level: 'documented', source: 'RFC 9112 (HTTP/1.1)' }

const inBytes = (reply: HttpReply): HttpReply => (typeof reply.body === 'string' ? { ...reply, body: Buffer.from(reply.body) } : reply)

const ownReply = (status: number, value: unknown): HttpReply => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
  body: JSON.stringify(value),
})

/** A page for people, which is no call of a HIS. */
function pageOf(workspace: Workspace, upstream: AnyUpstream | undefined, method: string, path: string): HttpReply | undefined {
  if (!upstream?.page || (method !== 'GET' && method !== 'HEAD')) return undefined
  const page = upstream.page(pathBelow(upstream, path), worldOf(workspace))
  return page && { status: 200, headers: { 'content-type': page.contentType, 'cache-control': 'no-store' }, body: page.body }
}

/** The path without the real host (and base path) that it starts with here. */
function pathBelow({ spec }: AnyUpstream, path = ''): string {
  const base = spec.servers!.map((server) => `/${realBase(server)}/`).find((candidate) => path.startsWith(candidate))
  return base === undefined ? path : path.slice(base.length - 1)
}

interface OwnRefusal {
  rule: string
  text: Text
  hint: Text
}

/** The sandbox's own words, where no upstream is meant. */
function gatewayReply(status: number, { rule, text, hint }: OwnRefusal): HttpReply {
  const body = JSON.stringify({ error: { rule, ...text, hint } })
  // Whoever asks again at once would only be in the way of what has to come back.
  const again: Record<string, string> = status === 503 ? { 'retry-after': '1' } : {}
  return { status, headers: { 'content-type': 'application/json; charset=utf-8', ...again }, body }
}

function noSuchWorkspace(name: string): OwnRefusal {
  return {
    rule: 'unknown-workspace',
    text: { th: `ไม่มี workspace ${name}`, en: `There is no workspace ${name}` },
    hint: { th: 'สร้างด้วย POST /control/workspaces {"name": "…"}', en: 'Make it with POST /control/workspaces {"name": "…"}.' },
  }
}

function outOfOrder(error: Error): OwnRefusal {
  return {
    rule: 'out-of-order',
    text: { th: 'sandbox ใช้งานไม่ได้ชั่วคราว', en: `The sandbox is out of order: ${redacted(error.message)}` },
    hint: {
      th: 'ดูข้อความใน console ของ sandbox (เช่น ฐานข้อมูลไม่ตอบ)',
      en: 'See the console of the sandbox; its database or its disk may be out of reach. Then call again.',
    },
  }
}

function bugFinding(error: Error): Finding {
  return {
    rule: 'sandbox-bug',
    severity: 'error',
    in: 'reply',
    pointer: '',
    seen: shown(error.message),
    text: { th: 'sandbox ทำงานผิดพลาดเอง ไม่ใช่ความผิดของ HIS', en: 'The sandbox itself failed; the HIS did nothing wrong' },
    hint: { th: 'โปรดแจ้งผู้พัฒนา sandbox', en: 'Please report it to the authors of the sandbox.' },
    provenance: { level: 'assumed', source: 'The sandbox itself' },
  }
}
