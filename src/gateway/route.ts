import findMyWay from 'find-my-way'
import type { ServerObject, Text } from './document.ts'
import { type Operation, operationsOf, realBase } from './operation.ts'
import { closestName } from './texts.ts'
import type { AnyUpstream } from './upstream.ts'

/** A request that reached an operation. */
export interface Routed {
  operation: Operation
  server: ServerObject
  parameters: Record<string, string | undefined>
}

/** A request that reached none: why, and what was probably meant. */
export interface Unrouted {
  status: 404 | 405
  /** The upstream whose host it named, if any: it words the answer. */
  upstream: AnyUpstream | undefined
  pointer: string
  text: Text
  hint: Text
}

interface Place {
  server: ServerObject
  upstream: AnyUpstream
  /** The operations that share this method and path, by `?Action=`. */
  operations: Map<string | undefined, Operation>
}

const notFound = (upstream: AnyUpstream | undefined, pointer: string, text: Text, hint: Text): Unrouted => ({
  status: 404,
  upstream,
  pointer,
  text,
  hint,
})

/** Finds the operation of a request. Compiled from the specs; `?Action=` is part of the route. */
export class Router {
  readonly operations: readonly Operation[]
  readonly #places = findMyWay<findMyWay.HTTPVersion.V1>({ ignoreTrailingSlash: true })
  readonly #methods = new Map<string, Set<string>>()
  readonly #hosts = new Map<string, AnyUpstream[]>()

  constructor(upstreams: readonly AnyUpstream[]) {
    this.operations = upstreams.flatMap(operationsOf)
    const places = new Map<string, Place>()
    for (const operation of this.operations) {
      for (const server of operation.upstream.spec.servers ?? []) this.#add(places, operation, server)
    }
  }

  /** Is this the real host of an upstream? A request may carry it in its Host header. */
  knowsHost(host: string): boolean {
    return this.#hosts.has(host)
  }

  /** `path` starts with the real host: `/cvp1.moph.go.th/token`. */
  find(method: string, path: string, action: string | undefined): Routed | Unrouted {
    const found = this.#places.find(method as findMyWay.HTTPMethod, path)
    if (!found) return this.#near(method, path)
    const place = found.store as Place
    const operation = place.operations.get(action) ?? place.operations.get(undefined)
    return operation ? { operation, server: place.server, parameters: found.params } : noSuchAction(place, action)
  }

  #add(places: Map<string, Place>, operation: Operation, server: ServerObject): void {
    const base = baseOf(operation.upstream, server)
    const path = `/${base}${operation.path}`
    const key = `${operation.method} ${path}`
    const known = places.get(key)
    if (known) {
      known.operations.set(operation.action, operation)
      return
    }
    const place: Place = { server, upstream: operation.upstream, operations: new Map([[operation.action, operation]]) }
    places.set(key, place)
    this.#places.on(operation.method as findMyWay.HTTPMethod, path.replaceAll(/\{(\w+)\}/g, ':$1'), () => {}, place)
    const host = base.split('/')[0]!
    this.#hosts.set(host, [...new Set([...(this.#hosts.get(host) ?? []), operation.upstream])])
    this.#methods.set(path, (this.#methods.get(path) ?? new Set()).add(operation.method))
  }

  #near(method: string, path: string): Unrouted {
    const host = path.split('/')[1] ?? ''
    const [upstream] = this.#hosts.get(host) ?? []
    if (!upstream) {
      return notFound(
        undefined,
        '/url',
        { th: `ไม่รู้จัก ${path}`, en: `Nothing is simulated at ${path}` },
        {
          th: `base URL คือที่อยู่ของ sandbox ตามด้วย host จริง: ${[...this.#hosts.keys()].map((name) => `/${name}`).join(' ')}`,
          en: `A base URL is the sandbox's address followed by the real host: ${[...this.#hosts.keys()].map((name) => `/${name}`).join(' ')}`,
        },
      )
    }
    const methods = [...this.#methods].find(([known]) => matches(known, path))?.[1]
    if (methods) {
      const allowed = [...methods].join(', ')
      return {
        status: 405,
        upstream,
        pointer: '/method',
        text: { th: `ใช้ ${method} กับ path นี้ไม่ได้`, en: `${method} is not for this path` },
        hint: { th: `ใช้ ${allowed}`, en: `Use ${allowed}.` },
      }
    }
    const known = [...this.#methods.keys()].filter((candidate) => candidate.startsWith(`/${host}/`))
    return notFound(upstream, '/url', { th: `ไม่มี path ${path}`, en: `There is no path ${path}` }, closestName(path, known))
  }
}

/** Where an upstream's server stands below the sandbox's address. */
export function baseOf(upstream: AnyUpstream, server: ServerObject): string {
  return upstream.name === 'control' ? 'control' : realBase(server)
}

function matches(template: string, path: string): boolean {
  const pattern = template.split('/').map((segment) => (segment.startsWith('{') ? '[^/]+' : segment.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))
  return new RegExp(`^${pattern.join('/')}/?$`).test(path)
}

function noSuchAction(place: Place, action: string | undefined): Unrouted {
  const names = [...place.operations.keys()].filter((name) => name !== undefined)
  return {
    status: 404,
    upstream: place.upstream,
    pointer: '/query/Action',
    text:
      action === undefined
        ? { th: 'ขาด Action ใน query string', en: 'Action is missing from the query string' }
        : { th: `ไม่มี Action ${action}`, en: `There is no Action ${action}` },
    hint:
      action === undefined
        ? { th: `ใส่ Action=${names.join(' หรือ ')}`, en: `Add Action=${names.join(' or ')}.` }
        : closestName(action, names),
  }
}
