import findMyWay from 'find-my-way'
import type { Elsewhere, Provenance, ServerObject, Text } from '../../upstream/document.ts'
import { longestHead } from '../../upstream/http.ts'
import { type Operation, operationsOf, realBase } from '../../upstream/operation.ts'
import type { AnyUpstream } from '../../upstream/upstream.ts'
import { knownElsewhere, unknownToTheSandbox } from './elsewhere.ts'
import { briefly, closestName, nearest } from './texts.ts'

/** A request that reached an operation. */
export interface Routed {
  operation: Operation
  server: ServerObject
  parameters: Record<string, string | undefined>
}

/** A request that reached none: why, and what was probably meant. */
export interface Unrouted {
  status: 400 | 404 | 405
  /** The last two are remarks: no mistake is proven. */
  rule: 'url-encoding' | 'route' | 'method' | 'unknown-to-the-sandbox' | 'printed-host'
  /** The upstream that was meant, as far as host and path tell: it words the answer. */
  upstream: AnyUpstream | undefined
  pointer: string
  /** The value there. */
  seen: string | undefined
  text: Text
  hint: Text
  /** Who says that there is no such thing; the sandbox does not know, where nobody does. */
  provenance: Provenance
}

interface Place {
  server: ServerObject
  upstream: AnyUpstream
  /** The operations that share this method and path, by `?Action=`. */
  operations: Map<string | undefined, Operation>
}

/** Finds the operation of a request. Compiled from the specs; `?Action=` is part of the route. */
export class Router {
  /** By real host: what is never called is never compiled. */
  readonly #places = new Map<string, findMyWay.Instance<findMyWay.HTTPVersion.V1>>()
  /** By path, then by method; a path starts with the real host and may hold `{parameters}`. */
  readonly #paths = new Map<string, Map<string, Place>>()
  /** The hosts, each with the upstream that comes first on it. */
  readonly #hosts = new Map<string, AnyUpstream>()
  readonly #upstreams: readonly AnyUpstream[]
  /** Whose operations are not read yet. */
  #unread: readonly AnyUpstream[]

  constructor(upstreams: readonly AnyUpstream[]) {
    this.#upstreams = upstreams
    // Most sandboxes of a HIS are never asked for the control API, and its specs are half of all.
    this.#unread = upstreams.filter(isControl)
    this.#read(upstreams.filter((upstream) => !isControl(upstream)))
    const [control] = this.#unread
    if (control) this.#hosts.set(controlBase, control)
  }

  #read(upstreams: readonly AnyUpstream[]): void {
    for (const operation of upstreams.flatMap(operationsOf)) {
      for (const server of operation.servers) this.#add(operation, server)
    }
  }

  #readAll(): void {
    const unread = this.#unread
    this.#unread = []
    this.#read(unread)
  }

  /** Is this the real host of an upstream? A request may carry it in its Host header. */
  knowsHost(host: string): boolean {
    const upstream = this.#hosts.get(host)
    return upstream !== undefined && !isControl(upstream)
  }

  /** `path` starts with the real host: `/cvp1.moph.go.th/token`. */
  find(method: string, path: string, action: string | undefined): Routed | Unrouted {
    const found = this.#placesOn(hostOf(path))?.find(method as findMyWay.HTTPMethod, path)
    if (!found) return this.#near(method, path)
    const place = found.store as Place
    const operation = place.operations.get(action) ?? place.operations.get(undefined)
    return operation ? { operation, server: place.server, parameters: found.params } : this.#nearAction(place, method, path, action)
  }

  #add(operation: Operation, server: ServerObject): void {
    const base = baseOf(operation.upstream, server)
    const path = `/${base}${operation.path}`
    const methods = this.#paths.get(path) ?? new Map<string, Place>()
    this.#paths.set(path, methods)
    const known = methods.get(operation.method)
    if (known) {
      known.operations.set(operation.action, operation)
      return
    }
    const place: Place = { server, upstream: operation.upstream, operations: new Map([[operation.action, operation]]) }
    methods.set(operation.method, place)
    const host = hostOf(path)
    if (!this.#hosts.has(host)) this.#hosts.set(host, operation.upstream)
  }

  /** Where the operations of a host are found; compiled when it is first called. */
  #placesOn(host: string): findMyWay.Instance<findMyWay.HTTPVersion.V1> | undefined {
    const known = this.#places.get(host)
    if (known || !this.#hosts.has(host)) return known
    if (host === controlBase) this.#readAll()
    const places = findMyWay<findMyWay.HTTPVersion.V1>({ ignoreTrailingSlash: true, maxParamLength: longestHead })
    for (const [path, methods] of this.#paths) {
      if (hostOf(path) !== host) continue
      // The colon of a port is none of a parameter.
      const template = path.replaceAll(':', '::').replaceAll(/\{(\w+)\}/g, ':$1')
      for (const [method, place] of methods) places.on(method as findMyWay.HTTPMethod, template, () => {}, place)
    }
    this.#places.set(host, places)
    return places
  }

  #near(method: string, path: string): Unrouted {
    // What was probably meant may be anywhere.
    this.#readAll()
    const host = hostOf(path)
    const known = knownElsewhere(this.#upstreams, path)
    if (known) return elsewhere(known.upstream, path, known.entry)
    const first = this.#hosts.get(host)
    if (!first) return this.#noSuchHost(host, path)
    if (!isDecodable(path)) return notDecodable(first, path)
    const methods = this.#methodsOf(path)
    if (methods) return wrongMethod(method, methods)
    const paths = [...this.#paths.keys()].filter((candidate) => candidate.startsWith(`/${host}/`))
    const meant = nearest(path, paths)
    const [place] = meant === undefined ? [] : this.#paths.get(meant)!.values()
    return {
      status: 404,
      rule: 'unknown-to-the-sandbox',
      upstream: place?.upstream ?? first,
      pointer: '/url',
      seen: path,
      text: { th: `sandbox ไม่รู้จัก path ${briefly(path)}`, en: `The sandbox knows no path ${briefly(path)}` },
      hint: closestName(path, paths),
      provenance: unknownToTheSandbox,
    }
  }

  #noSuchHost(host: string, path: string): Unrouted {
    const meant = [...this.#paths].filter(([known]) => matches(known.slice(known.indexOf('/', 1)), path))
    const [place] = meant[0]?.[1].values() ?? []
    return {
      status: 404,
      rule: 'unknown-to-the-sandbox',
      upstream: place?.upstream,
      pointer: '/url',
      seen: path,
      text: { th: `sandbox ไม่ได้จำลอง ${briefly(path)}`, en: `Nothing is simulated at ${briefly(path)}` },
      hint: meant.length > 0 ? hostIsMissing(meant.map(([known]) => known)) : this.#hostMeant(host),
      provenance: unknownToTheSandbox,
    }
  }

  #hostMeant(host: string): Text {
    const hosts = [...this.#hosts.keys()]
    if (nearest(host, hosts) !== undefined) return closestName(host, hosts)
    const bases = hosts.map((name) => `/${name}`).join(' ')
    return {
      th: `base URL คือที่อยู่ของ sandbox ตามด้วย host จริง: ${bases}`,
      en: `A base URL is the sandbox's address followed by the real host: ${bases}`,
    }
  }

  /** The action may be that of another method on the same path. */
  #nearAction(place: Place, method: string, path: string, action: string | undefined): Unrouted {
    const others = [...(this.#methodsOf(path) ?? [])].filter(([, other]) => action !== undefined && other.operations.has(action))
    if (others.length === 0) return noSuchAction(place, action)
    const methods = others.map(([method]) => method).join(', ')
    return {
      status: 405,
      rule: 'method',
      upstream: place.upstream,
      pointer: '/method',
      seen: method,
      text: {
        th: `Action ${action} ต้องเรียกด้วย ${methods} ไม่ใช่ ${method}`,
        en: `Action ${action} is called with ${methods}, not ${method}`,
      },
      hint: howToSend(methods),
      provenance: others[0]![1].operations.get(action)!.provenance,
    }
  }

  #methodsOf(path: string): Map<string, Place> | undefined {
    return [...this.#paths].find(([template]) => matches(template, path))?.[1]
  }
}

const controlBase = 'control'
const isControl = ({ name }: AnyUpstream) => name === 'control'

/** `/cvp1.moph.go.th/token` → `cvp1.moph.go.th` */
function hostOf(path: string): string {
  const end = path.indexOf('/', 1)
  return path.slice(1, end < 0 ? undefined : end)
}

function howToSend(methods: string): Text {
  if (methods === 'GET')
    return { th: 'ใช้ GET และย้ายค่าจาก body ไปไว้ใน query string', en: 'Use GET and move the values from the body to the query string.' }
  if (methods === 'POST') return { th: 'ใช้ POST และส่ง JSON ใน body', en: 'Use POST and send JSON in the body.' }
  return { th: `ใช้ ${methods}`, en: `Use ${methods}.` }
}

function hostIsMissing(paths: readonly string[]): Text {
  return {
    th: `ใส่ host จริงไว้หน้า path: ${paths.join(' หรือ ')}`,
    en: `Put the real host before the path: ${paths.join(' or ')}.`,
  }
}

function elsewhere(upstream: AnyUpstream, path: string, { host, th, en, 'x-provenance': provenance }: Elsewhere): Unrouted {
  return {
    status: 404,
    rule: host === undefined ? 'unknown-to-the-sandbox' : 'printed-host',
    // A host that nothing is simulated at has no form of its own: the sandbox answers itself, with the right one.
    upstream: host === undefined ? upstream : undefined,
    pointer: '/url',
    seen: path,
    text:
      host === undefined
        ? {
            th: `sandbox ไม่ได้จำลอง ${briefly(path)} แต่ระบบจริงมี`,
            en: `${briefly(path)} is not simulated; the real service is known to have it`,
          }
        : { th: `เอกสารพิมพ์ host ${host} แต่ระบบจริงใช้ host อื่น`, en: `A document prints the host ${host}; the live host is another` },
    hint: { th, en },
    provenance,
  }
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}

function notDecodable(upstream: AnyUpstream, path: string): Unrouted {
  return {
    status: 400,
    rule: 'url-encoding',
    upstream,
    pointer: '/url',
    seen: path,
    text: { th: 'การเข้ารหัส % ใน path ไม่ใช่ UTF-8 ที่ถูกต้อง', en: 'The percent encoding of the path is not valid UTF-8' },
    hint: {
      th: 'เข้ารหัสแต่ละส่วนของ path จาก UTF-8 (encodeURIComponent)',
      en: 'Percent-encode each part of the path from UTF-8 (encodeURIComponent).',
    },
    provenance: { level: 'documented', source: 'RFC 3986, 2.1 and 2.5' },
  }
}

function wrongMethod(method: string, methods: ReadonlyMap<string, Place>): Unrouted {
  const allowed = [...methods.keys()].join(', ')
  const [place] = methods.values()
  return {
    status: 405,
    rule: 'unknown-to-the-sandbox',
    upstream: place!.upstream,
    pointer: '/method',
    seen: method,
    text: { th: `sandbox ไม่รู้จัก ${method} ของ path นี้`, en: `The sandbox knows no ${method} of this path` },
    hint: { th: `ใช้ ${allowed}`, en: `Use ${allowed}.` },
    provenance: unknownToTheSandbox,
  }
}

/** Where an upstream's server stands below the sandbox's address. */
export function baseOf(upstream: AnyUpstream, server: ServerObject): string {
  return isControl(upstream) ? controlBase : realBase(server)
}

function matches(template: string, path: string): boolean {
  const pattern = template.split('/').map((segment) => (segment.startsWith('{') ? '[^/]+' : segment.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))
  return new RegExp(`^${pattern.join('/')}/?$`).test(path)
}

function noSuchAction(place: Place, action: string | undefined): Unrouted {
  const names = [...place.operations.keys()].filter((name) => name !== undefined)
  return {
    status: 404,
    rule: action === undefined ? 'route' : 'unknown-to-the-sandbox',
    upstream: place.upstream,
    pointer: '/query/Action',
    seen: action,
    text:
      action === undefined
        ? { th: 'ขาด Action ใน query string', en: 'Action is missing from the query string' }
        : { th: `sandbox ไม่รู้จัก Action ${briefly(action)}`, en: `The sandbox knows no Action ${briefly(action)}` },
    hint:
      action === undefined
        ? {
            th: `ใส่ Action (ขึ้นต้นด้วย A ตัวใหญ่) เป็นค่าใดค่าหนึ่ง: ${names.join(', ')}`,
            en: `Add Action (with a capital A) as one of ${names.join(', ')}.`,
          }
        : closestName(action, names),
    // That there is an Action is documented; which there are besides is not known.
    provenance: action === undefined ? [...place.operations.values()][0]!.provenance : unknownToTheSandbox,
  }
}
