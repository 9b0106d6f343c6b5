import { flushCompileCache } from 'node:module'
import { journalMaxOf } from '../../engine/journal/retention.ts'
import { OutOfReach, StoreProblem } from '../../engine/store/store.ts'
import { say, warn } from '../../terminal/say.ts'
import { printExchange } from '../reports/console.ts'
import { type RunningSandbox, type SandboxOptions, startSandbox } from '../start.ts'
import type { Config } from './config.ts'
import { configFile } from './config-file.ts'
import { readOptions } from './options.ts'
import { Problem } from './problem.ts'
import { readyFacts } from './ready.ts'
import { toldToStop } from './told-to-stop.ts'
import { vpcdAddress } from './vpcd-address.ts'
import { welcome } from './welcome.ts'

const help = `moph-sandbox start [options]

  --port N            port (4010; 0 takes any free one)
  --agent-port N      port of the card agent for web pages (8189, or any free one with --port 0); off leaves it out
  --agent-host A      address of that port (127.0.0.1, whatever --host is: it asks for no token)
  --vpcd              put the cards of the readers into pcscd's virtual readers as well, for any PC/SC program (docs/card.md)
  --vpcd-address A    where vpcd listens, HOST:PORT (127.0.0.1:35963)
  --pcsc              let the card agent read the machine's own readers through PC/SC
  --host ADDRESS      address to listen on (127.0.0.1); any other makes the control API ask for its token
  --allow-host NAME   a name under which the control API may be called; may be repeated
  --data DIR          keep state and journal in a folder
  --journal-max MAX   what the journals in the folder may take, by size, age or both: 512MB (default), 30d, 2GB,7d
  --store URL         keep them in PostgreSQL: postgres://user:password@host/database
  --world NAME        demo (default) or empty
  --seed N            seed of the generator that draws probabilities (1)
  --config FILE       read settings from FILE (moph-sandbox.yaml, if there is one)
  --json              print one JSON line when ready, and nothing else
  --quiet             do not print each exchange

The token of the control API can be set in MOPH_SANDBOX_CONTROL_TOKEN.
`

const known = {
  port: { type: 'string' },
  'agent-port': { type: 'string' },
  'agent-host': { type: 'string' },
  vpcd: { type: 'boolean' },
  'vpcd-address': { type: 'string' },
  pcsc: { type: 'boolean' },
  host: { type: 'string' },
  'allow-host': { type: 'string', multiple: true },
  data: { type: 'string' },
  'journal-max': { type: 'string' },
  store: { type: 'string' },
  world: { type: 'string' },
  seed: { type: 'string' },
  config: { type: 'string' },
  json: { type: 'boolean' },
  quiet: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

/** `moph-sandbox start`: runs until it is told to stop. */
export async function start(args: string[]): Promise<number> {
  const given = readOptions(args, known)
  if (given.help) {
    say(help)
    return 0
  }
  const options = await optionsFrom(given)
  const running = await startOrExplain(options)
  if (!given.quiet && !given.json)
    running.sandbox.onExchange = (exchange, workspace) => printExchange(exchange, running.sandbox.workspaceUrl(workspace))
  // Whoever reads may have seen enough (`moph-sandbox start | head`): the sandbox goes on.
  process.stdout.on('error', () => {})
  const stop = toldToStop()
  const ready = await readyFacts(running, options)
  const moved = agentMoved(options.agentPort, ready.agent)
  if (moved !== undefined) warn(moved)
  if (options.pcsc && ready.store !== 'memory') warn(realPeople)
  say(given.json ? JSON.stringify(ready) : welcome(ready))
  // Node writes what it has compiled at an orderly end only; a sandbox is more often killed.
  flushCompileCache()
  await stop
  await running.close()
  return 0
}

async function optionsFrom(given: ReturnType<typeof readOptions<typeof known>>): Promise<SandboxOptions> {
  // YAML and its checks are loaded only where there is a file to read.
  const file = configFile(given.config)
  const config: Config = file === undefined ? {} : (await import('./config.ts')).readConfig(file)
  const { targets: _targets, data, store, vpcd, journalMax, ...others } = config
  const token = process.env.MOPH_SANDBOX_CONTROL_TOKEN
  const { port, agentPort } = { ...others, ...portsIn(given) }
  return {
    ...others,
    ...(port === undefined ? {} : { port }),
    // Whoever asks for any port runs several sandboxes side by side, or has no page that looks for the agent at its usual place.
    ...(agentPort === 'off' ? { agentPort: undefined } : { agentPort: agentPort ?? (port === 0 ? 0 : usualAgentPort) }),
    ...placeOfState(given.data === undefined && given.store === undefined ? { data, store } : given),
    ...journalMaxFrom(given['journal-max'] ?? journalMax),
    ...vpcdFrom(given['vpcd-address'] ?? (given.vpcd ? true : vpcd)),
    ...(given.pcsc === undefined ? {} : { pcsc: given.pcsc }),
    ...(given.host === undefined ? {} : { host: given.host }),
    ...(given['agent-host'] === undefined ? {} : { agentHost: given['agent-host'] }),
    ...(given['allow-host'] === undefined ? {} : { allowedHosts: given['allow-host'] }),
    ...(given.world === undefined ? {} : { world: worldName(given.world) }),
    ...(given.seed === undefined ? {} : { seed: wholeNumber('--seed', given.seed, 2 ** 31 - 1) }),
    ...(token ? { controlToken: token } : {}),
  }
}

const usualAgentPort = 8189

function journalMaxFrom(text: string | undefined): Pick<SandboxOptions, 'journalMax'> {
  if (text === undefined) return {}
  const max = journalMaxOf(text)
  if (!max) throw new Problem(`--journal-max takes a size, an age or both: 512MB, 30d, 2GB,7d. It was ${text}.`)
  return { journalMax: max }
}

/** `true` is where Debian's vpcd listens. */
function vpcdFrom(wanted: string | boolean | undefined): Pick<SandboxOptions, 'vpcd'> {
  return wanted === undefined || wanted === false ? {} : { vpcd: wanted === true ? vpcdAddress() : vpcdAddress(wanted) }
}

function portsIn(given: { port?: string | undefined; 'agent-port'?: string | undefined }): Pick<Config, 'port' | 'agentPort'> {
  const { port, 'agent-port': agentPort } = given
  return {
    ...(port === undefined ? {} : { port: wholeNumber('--port', port, 65535) }),
    ...(agentPort === undefined ? {} : { agentPort: agentPort === 'off' ? 'off' : wholeNumber('--agent-port', agentPort, 65535) }),
  }
}

/** Something else has the agent's port: most likely the real agent of this computer. */
function agentMoved(wanted: number | undefined, agent: string | undefined): string | undefined {
  if (!wanted || agent === undefined || new URL(agent).port === String(wanted)) return undefined
  return `พอร์ต ${wanted} ถูกใช้อยู่ (อาจเป็น agent ของจริง) agent จำลองจึงอยู่ที่ ${agent}
Port ${wanted} is taken (by a real agent?), so the simulated card agent listens at ${agent} instead.`
}

/** A card in a real reader is somebody's. */
const realPeople = `--pcsc: ข้อมูลของบัตรจริงที่เสียบจะอยู่ใน journal ที่เก็บไว้ ใช้บัตรทดสอบ หรืออย่าใช้ --data และ --store
--pcsc: what the agent answers of a real card is kept in the journal. Use test cards, or leave out --data and --store.`

/** Where state is kept, as the command line says or else the config file: in one place. */
function placeOfState({ data, store }: { data?: string | undefined; store?: string | undefined }): Pick<SandboxOptions, 'data' | 'store'> {
  if (data !== undefined && store !== undefined)
    throw new Problem('State is kept in a folder (data) or in PostgreSQL (store), not in both.')
  if (store !== undefined) return { store: postgresUrl(store) }
  return data === undefined ? {} : { data }
}

function wholeNumber(option: string, text: string, most: number): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value > most) throw new Problem(`${option} takes a whole number from 0 to ${most}, not ${text}.`)
  return value
}

function postgresUrl(text: string): string {
  if (!/^postgres(ql)?:\/\//.test(text) || !URL.canParse(text))
    throw new Problem('The store is to be postgres://user:password@host:port/database. For a folder use --data DIR.')
  return text
}

function worldName(text: string): 'demo' | 'empty' {
  if (text !== 'demo' && text !== 'empty') throw new Problem(`--world takes demo or empty, not ${text}.`)
  return text
}

async function startOrExplain(options: SandboxOptions): Promise<RunningSandbox> {
  try {
    return await startSandbox(options)
  } catch (error) {
    if (error instanceof StoreProblem) throw new Problem(error.message)
    // Its class is loaded with PC/SC only.
    if (error instanceof Error && error.name === 'PcscMissing') throw new Problem(`--pcsc: ${error.message}`)
    const { code, message } = error as NodeJS.ErrnoException
    const { port = 4010, host = '127.0.0.1' } = options
    if (code === 'EADDRINUSE')
      throw new Problem(`Port ${port} on ${host} is taken. Choose another with --port N, or stop what listens there.`)
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN')
      throw new Problem(`${host} is not an address of this machine. Choose another with --host ADDRESS.`)
    if (code === 'EACCES')
      throw new Problem(`Port ${port} may not be used by this user (${message}). Choose one from 1024 up with --port N.`)
    if (error instanceof OutOfReach || code === 'ERR_SQLITE_ERROR' || isOfPostgres(error))
      throw new Problem(`The ${options.store === undefined ? `data folder ${options.data}` : 'database'} cannot be used: ${message}.`)
    throw error
  }
}

/** An error that PostgreSQL sent; its driver is loaded only where it is used. */
const isOfPostgres = (error: unknown) => typeof error === 'object' && error !== null && 'severity' in error
