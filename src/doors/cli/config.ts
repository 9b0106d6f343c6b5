import { existsSync, readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { parse } from 'yaml'
import type { TargetConfig } from '../../../contracts/index.ts'
import schema from './config.schema.json' with { type: 'json' }
import { Problem } from './problem.ts'

/** What `moph-sandbox.yaml` may say; options on the command line win. */
export interface Config {
  port?: number
  /** Port of the card agent; `off` leaves it out. */
  agentPort?: number | 'off'
  agentHost?: string
  host?: string
  data?: string
  store?: string
  /** `512MB`, `30d`, or both with a comma. */
  journalMax?: string
  world?: 'demo' | 'empty'
  seed?: number
  /** `true`, or HOST:PORT where vpcd listens elsewhere. */
  vpcd?: boolean | string
  pcsc?: boolean
  allowedHosts?: string[]
  targets?: Record<string, TargetConfig>
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
