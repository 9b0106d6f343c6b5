import { parse } from 'node:querystring'
import type { HttpCall } from '../../upstream/http.ts'
import type { Router } from './route.ts'

export const defaultWorkspace = 'default'

/** The query string, decoded; a parameter that comes twice is a list. */
export type Query = Readonly<Record<string, string | readonly string[] | undefined>>

/** What a request is addressed to, before it is known whether there is such an operation. */
export interface Address {
  workspace: string
  /** Starts with the real host: `/cvp1.moph.go.th/token`. */
  path: string
  query: Query
  /** The value of `?Action=`, which is part of the route. */
  action: string | undefined
  /** Real host, path and query as they came, for the journal. */
  url: string
}

const none: Query = {}

/** Workspace, real host and path of a request: from the path (`/w/name/host/…`), or from a real Host header. */
export function addressOf({ url, headers, realHost }: HttpCall, router: Pick<Router, 'knowsHost'>): Address {
  const mark = url.indexOf('?')
  const search = mark < 0 ? '' : url.slice(mark)
  let path = mark < 0 ? url : url.slice(0, mark)
  let workspace = headers['x-sandbox-workspace'] ?? defaultWorkspace
  if (path.startsWith('/w/')) {
    const end = path.indexOf('/', 3)
    workspace = end < 0 ? path.slice(3) : path.slice(3, end)
    path = end < 0 ? '/' : path.slice(end)
  }
  const host = realHost ?? realHostIn(headers.host, router)
  if (host !== undefined) path = `/${host}${path}`
  const query = search === '' ? none : parse(search.slice(1))
  const { Action: action } = query
  return { workspace, path, query, action: typeof action === 'string' ? action : action?.[0], url: path.slice(1) + search }
}

/** A real host may have a port of its own (`localhost:8189`); of any other, the port says nothing. */
function realHostIn(header: string | undefined, router: Pick<Router, 'knowsHost'>): string | undefined {
  const host = header?.toLowerCase()
  if (host === undefined) return undefined
  return [host, host.replace(/:\d+$/, '')].find((name) => router.knowsHost(name))
}
