/** Commits of this project as they are started: this one where it stands, an earlier one beside it. */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A folder with everything installed; only what its package.json says about it is relied on. */
export interface Checkout {
  root: string
  /** The commit, as short as Git writes it; `here` for the working tree. */
  commit: string
}

export const here: Checkout = { root: fileURLToPath(new URL('..', import.meta.url)), commit: 'here' }

/** Kept between two runs, since an installation takes a minute. Not below node_modules, where Node runs no TypeScript. */
const kept = join(tmpdir(), `moph-sandbox-commits-${process.getuid?.()}`)

/** An earlier commit with what it needs, made at the first run that asks for it. */
export function checkOut(revision: string): Checkout {
  const commit = git('rev-parse', '--short', `${revision}^{commit}`)
  const root = join(kept, commit)
  if (existsSync(root)) return { root, commit }
  console.log(`Installing ${commit} beside this one ...`)
  const making = `${root}.making`
  rmSync(making, { recursive: true, force: true })
  mkdirSync(making, { recursive: true })
  const archive = execFileSync('git', ['archive', commit], { cwd: here.root, maxBuffer: 1 << 30 })
  execFileSync('tar', ['-x', '-C', making], { input: archive })
  if (sameLock(making)) linkModules(making)
  else npm(making, 'ci', '--ignore-scripts')
  bundled({ root: making, commit })
  renameSync(making, root)
  return { root, commit }
}

/** As `npm ci` leaves it: with a current bundle, where the commit makes one. */
export const bundled = ({ root }: Checkout) => npm(root, 'run', 'prepare', '--silent', '--if-present')

/** The command line of `npm start` without npm, which adds the same to all. */
export function startCommand({ root }: Checkout): string[] {
  const script = packageOf(root).scripts.start
  if (!/^node [\w./ -]+$/.test(script)) throw new Error(`${root}: npm start is not a call of node: ${script}`)
  const [, ...args] = script.split(' ')
  return [process.execPath, ...args]
}

/** Packs a commit and installs the package in an empty folder: the command line of its `moph-sandbox start`. */
export function installedCommand({ root, commit }: Checkout, folder: string): string[] {
  const into = join(folder, `installed-${commit}`)
  mkdirSync(into)
  npm(root, 'pack', '--silent', '--pack-destination', into)
  const [archive] = readdirSync(into)
  npm(into, 'init', '--yes')
  npm(into, 'install', '--omit=dev', `./${archive}`)
  const { bin } = packageOf(join(into, 'node_modules/moph-sandbox'))
  return [process.execPath, join(into, 'node_modules/moph-sandbox', bin['moph-sandbox']!), 'start']
}

function packageOf(folder: string): { scripts: { start: string }; bin: Record<string, string> } {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
}

const sameLock = (root: string) =>
  readFileSync(join(root, 'package-lock.json'), 'utf8') === readFileSync(join(here.root, 'package-lock.json'), 'utf8')

/** The same files under another name; copies where the temporary folder is on another disk. */
function linkModules(root: string): void {
  const [from, to] = [join(here.root, 'node_modules'), join(root, 'node_modules')]
  if (spawnSync('cp', ['-al', from, to], { stdio: 'ignore' }).status === 0) return
  rmSync(to, { recursive: true, force: true })
  execFileSync('cp', ['-a', from, to])
}

const git = (...args: string[]) => execFileSync('git', args, { cwd: here.root, encoding: 'utf8' }).trim()

/** npm itself may run on an older Node than the scripts that it is asked to run. */
const withThisNode = { ...process.env, PATH: `${dirname(process.execPath)}:${process.env.PATH}` }

function npm(cwd: string, ...args: string[]): void {
  execFileSync('npm', [...args, '--no-audit', '--no-fund', '--prefer-offline'], {
    cwd,
    env: withThisNode,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}
