import { addressesOf, openSandboxTarget, openZone, productionAt, type Stage, type Zone } from '../../../../contracts/index.ts'
import { Problem } from '../problem.ts'

/** Where a run is pointed; nothing has been sent there yet. */
export interface Target {
  name: string
  kind: 'sandbox' | 'zone'
  /** Addresses, for a report on a target that cannot be opened. */
  upstreams: Record<string, string>
  open(): Promise<Stage>
}

interface Choice {
  /** Address of a running sandbox. */
  url: string | undefined
  /** Production may be named. */
  production: boolean
}

/** The target of that name, if it may be called at all. */
export function targetNamed(name: string, zones: readonly Zone[], { url, production }: Choice): Target {
  if (name === 'sandbox') return sandboxAt(url)
  if (url !== undefined) throw new Problem(`--url is the address of a sandbox; the target ${name} has its own addresses.`)
  const zone = zones.find((candidate) => candidate.name === name)
  if (!zone) throw new Problem(`There is no target ${name}. Known: ${['sandbox', ...zones.map((candidate) => candidate.name)].join(', ')}.`)
  for (const [, address] of addressesOf(zone)) checkAddress(name, address, production)
  return { name, kind: 'zone', upstreams: { ...zone.upstreams }, open: () => openOrExplain(zone) }
}

function checkAddress(target: string, address: string, production: boolean): void {
  if (!URL.canParse(address)) throw new Problem(`The target ${target} has an address that is none: ${address}.`)
  const service = productionAt(address)
  if (service === undefined || production) return
  throw new Problem(`The target ${target} names a production host, ${service}. It is called only with --allow-production.`)
}

async function openOrExplain(zone: Zone): Promise<Stage> {
  try {
    return openZone(zone, process.env)
  } catch (error) {
    // The client's words for an address or a credential that it cannot use; they never quote a secret.
    if (error instanceof TypeError) throw new Problem(`The target ${zone.name} cannot be used: ${error.message}.`)
    throw error
  }
}

function sandboxAt(url: string | undefined): Target {
  const controlToken = process.env.MOPH_SANDBOX_CONTROL_TOKEN
  const options = { ...(url === undefined ? {} : { url }), ...(controlToken ? { controlToken } : {}) }
  if (url === undefined) return { name: 'sandbox', kind: 'sandbox', upstreams: {}, open: () => openSandboxTarget(options) }
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url))
    throw new Problem(`--url takes the address of a running sandbox, such as http://127.0.0.1:4010, not ${url}.`)
  const service = productionAt(url)
  if (service !== undefined) throw new Problem(`--url takes the address of a sandbox, and that is a production host, ${service}.`)
  return { name: 'sandbox', kind: 'sandbox', upstreams: { sandbox: url }, open: () => openSandboxTarget(options) }
}
