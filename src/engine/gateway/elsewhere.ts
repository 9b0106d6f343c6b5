import type { Elsewhere, Provenance } from '../../upstream/document.ts'
import { realBase } from '../../upstream/operation.ts'
import type { AnyUpstream } from '../../upstream/upstream.ts'

/** Nobody can know what the real service has besides what the specs say of it. */
export const unknownToTheSandbox: Provenance = {
  level: 'assumed',
  source: 'Unknown to the sandbox: no spec has it. Whether the real service does cannot be told from here',
}

/** What a document or a public client says of a path or host that no spec simulates. */
export function knownElsewhere(upstreams: Iterable<AnyUpstream>, path: string): { upstream: AnyUpstream; entry: Elsewhere } | undefined {
  const [, host = ''] = path.split('/')
  for (const upstream of upstreams) {
    const entry = upstream.spec['x-elsewhere']?.find((one) =>
      one.host === undefined ? isUnder(upstream, path, one.path!) : one.host === host,
    )
    if (entry) return { upstream, entry }
  }
  return undefined
}

/** Below any of the upstream's hosts: `/fdh.moph.go.th/api/v1/reservation` or what is below that. */
function isUnder({ spec }: AnyUpstream, path: string, start: string): boolean {
  const hosts = (spec.servers ?? []).map((server) => realBase(server).split('/')[0])
  return hosts.some((host) => path === `/${host}${start}` || path.startsWith(`/${host}${start}/`))
}
