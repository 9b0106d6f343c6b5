import { writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { type Scenario, scenarios, zonesWith } from '../../../contracts/index.ts'
import { exitCodeOf } from '../../engine/results/report.ts'
import { say, Told } from '../../terminal/say.ts'
import { junitXml } from '../reports/junit.ts'
import { resultsTable } from '../reports/table.ts'
import { readConfig } from './config.ts'
import { configFile } from './config-file.ts'
import { readOptions } from './options.ts'
import { Problem } from './problem.ts'
import { catalogue } from './verify/list.ts'
import { run } from './verify/run.ts'
import { targetNamed } from './verify/target.ts'

const help = `moph-sandbox verify [options]

  --target NAME        sandbox (default), a known test zone, or a target of the config file
  --url URL            address of a running sandbox; without it the one at http://127.0.0.1:4010, or one started for the run
  --scenario NAME      play only this one; may be repeated
  --junit FILE         write the results as JUnit XML
  --json FILE          write them as JSON
  --config FILE        read targets from FILE (moph-sandbox.yaml, if there is one)
  --allow-production   let a target name a production host; production is only ever read
  --list               list targets, scenarios and their steps

Exit code: 0 when something was compared and nothing was wrong, 1 on a failure or an error, 2 when nothing could be compared.
Credentials come from environment variables; the token of a sandbox's control API from MOPH_SANDBOX_CONTROL_TOKEN. See docs/verify.md.
`

const known = {
  target: { type: 'string' },
  url: { type: 'string' },
  scenario: { type: 'string', multiple: true },
  junit: { type: 'string' },
  json: { type: 'string' },
  config: { type: 'string' },
  'allow-production': { type: 'boolean' },
  list: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

/** `moph-sandbox verify`: plays the scenarios on a target and says how each step turned out. */
export async function verify(args: string[]): Promise<number> {
  const given = readOptions(args, known)
  if (given.help) {
    say(help)
    return 0
  }
  const file = configFile(given.config)
  const { targets = {} } = file === undefined ? {} : readConfig(file)
  if ('sandbox' in targets) throw new Problem('The target name sandbox is taken; a sandbox elsewhere is named by --url.')
  const zones = zonesWith(targets)
  if (given.list) {
    say(catalogue(zones, scenarios))
    return 0
  }
  const chosen = scenariosNamed(given.scenario)
  const { target = 'sandbox', url, 'allow-production': production = false } = given
  const { report, signal } = await run(chosen, targetNamed(target, zones, { url, production }))
  say('')
  say(new Told(resultsTable(report, { colour: process.stdout.isTTY && process.stdout.hasColors() })))
  if (given.junit !== undefined) write(given.junit, junitXml(report))
  if (given.json !== undefined) write(given.json, `${JSON.stringify(report, null, 2)}\n`)
  return signal ? 128 + constants.signals[signal] : exitCodeOf(report)
}

function scenariosNamed(names: readonly string[] | undefined): readonly Scenario[] {
  const unknown = names?.find((name) => !scenarios.some((scenario) => scenario.name === name))
  if (unknown !== undefined) throw new Problem(`There is no scenario ${unknown}. Known: ${scenarios.map(({ name }) => name).join(', ')}.`)
  return names ? scenarios.filter(({ name }) => names.includes(name)) : scenarios
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text)
  } catch (error) {
    throw new Problem(`${file} cannot be written: ${(error as Error).message}`)
  }
}
