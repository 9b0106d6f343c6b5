import { existsSync, readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { parse } from 'yaml'
import type { Patient } from '../../../contracts/scenarios/cast.ts'
import type { UpstreamName } from '../client/index.ts'
import schema from './config.schema.json' with { type: 'json' }
import { Problem } from './problem.ts'

/** What `moph-sandbox.yaml` may say; options on the command line win. */
export interface Config {
  port?: number
  /** Port of the card agent; `off` leaves it out. */
  agentPort?: number | 'off'
  host?: string
  data?: string
  store?: string
  world?: 'demo' | 'empty'
  seed?: number
  /** `true`, or HOST:PORT where vpcd listens elsewhere. */
  vpcd?: boolean | string
  pcsc?: boolean
  allowedHosts?: string[]
  targets?: Record<string, TargetConfig>
}

/** Where `verify` is pointed: docs/verify.md. */
export interface TargetConfig {
  /** Base URL of each upstream. */
  upstreams: Partial<Record<UpstreamName, string>>
  /** Names of the environment variables that hold the credentials; MOPH_USER and so on where not given. */
  credentials?: { user?: string; password?: string; passwordHash?: string; secretKey?: string; hospitalCode?: string }
  /** `read` (default) plays only what changes nothing; `write` plays everything. Production is only ever read. */
  effect?: 'read' | 'write'
  /** Calls a second at most; 5 where not given. */
  callsPerSecond?: number
  /** Longest time for one call; 30 where not given. */
  timeoutSeconds?: number
  /** The facility whose slots are looked at; the account's own where not given. */
  hospitalCode?: string
  /** A test person, never a real patient. */
  patient?: Patient
  /** MOPH Connect ID of a tester, who gets the messages in LINE; never a patient's. */
  connectUser?: string
  /** NHSO: name of the environment variable that holds the facility's token, and a test person. */
  nhso?: { token: string; pid?: string; statusUrl?: string }
}

/** What the file says, checked. */
export function readConfig(path: string): Config {
  if (!existsSync(path)) throw new Problem(`There is no config file ${path}.`)
  const config = parseYaml(path)
  const validate = new Ajv2020({ strict: false }).compile<Config>(schema)
  if (validate(config)) return config
  const [error] = validate.errors!
  const detail = error?.keyword === 'additionalProperties' ? `: ${error.params.additionalProperty}` : ''
  throw new Problem(`${path} is not a valid config: ${error?.instancePath || '/'} ${error?.message}${detail}. See docs/configuration.md.`)
}

function parseYaml(path: string): unknown {
  try {
    return parse(readFileSync(path, 'utf8'), { logLevel: 'error' }) ?? {}
  } catch (error) {
    throw new Problem(`${path} cannot be read: ${(error as Error).message.split('\n')[0]}`)
  }
}
