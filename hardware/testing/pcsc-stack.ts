import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import type { NetConnectOpts } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'

const pcscd = '/usr/sbin/pcscd'
const driver = '/usr/lib/pcsc/drivers/serial/libifdvpcd.so'
const nobody = 65534
const namespaces = ['--user', '--map-root-user', '--net', '--mount']
/** Nothing is left behind by a test that crashes. */
const dieWithUs = ['--pdeathsig', 'KILL']
/** Reader names as Debian's vpcd gives them. */
export const slotNames = ['Virtual PCD 00 00', 'Virtual PCD 00 01'] as const

/** Why there is no PC/SC stack here; what needs one is left out with this reason, or fails where everything is required. */
export const missingPcsc = reason()

function reason(): string | undefined {
  const problem = absentParts() ?? forbiddenNamespaces()
  if (problem === undefined) return undefined
  const missing = `The card is not tried through PC/SC: ${problem}`
  if (process.env.MOPH_SANDBOX_REQUIRE === 'all') throw new Error(missing)
  console.warn(missing)
  return missing
}

function absentParts(): string | undefined {
  const needed = [pcscd, driver, '/usr/bin/unshare', '/usr/bin/nsenter', '/usr/bin/setpriv', '/usr/sbin/ip', '/usr/bin/scriptor']
  const absent = needed.filter((path) => !existsSync(path) && !existsSync(path.replace('/usr', '')))
  return absent.length === 0
    ? undefined
    : `apt-get install pcscd vsmartcard-vpcd pcsc-tools iproute2 util-linux (missing: ${absent.join(', ')})`
}

/** Containers and some distributions do not let everybody make namespaces. */
function forbiddenNamespaces(): string | undefined {
  const { status, stderr } = spawnSync('unshare', [...namespaces, 'ip', 'link', 'set', 'lo', 'up'], { encoding: 'utf8' })
  return status === 0 ? undefined : `this machine does not let it make namespaces of its own (${stderr.trim()})`
}

/**
 * The real pcscd with the real vpcd, in namespaces of its own, so that several run beside each other, and beside one of the machine, and
 * without root. Programs outside reach the daemon by PCSCLITE_CSOCK_NAME; its virtual slots are sockets in a folder.
 */
export class PcscStack {
  readonly folder: string
  /** What a program needs to find this daemon. */
  readonly environment: Record<string, string>
  readonly #asNobody: boolean
  #namespace: ChildProcess | undefined
  #daemon: ChildProcess | undefined

  private constructor(asNobody: boolean) {
    this.folder = mkdtempSync(join(tmpdir(), 'moph-sandbox-pcsc-'))
    this.environment = { PCSCLITE_CSOCK_NAME: join(this.folder, 'run', 'pcscd.comm') }
    this.#asNobody = asNobody
  }

  /** `asNobody` starts it as a user without any rights, where we are root. */
  static async start({ asNobody = false } = {}): Promise<PcscStack> {
    const stack = new PcscStack(asNobody)
    try {
      await stack.#makeNamespace()
      await stack.startDaemon()
      return stack
    } catch (error) {
      await stack.close()
      throw error
    }
  }

  /** Where the card of a slot connects to. */
  slot(index: number): NetConnectOpts {
    return { path: join(this.folder, `slot-${index}`) }
  }

  /** A program in the namespaces, as on a machine of its own. */
  spawnInside(command: string, args: readonly string[], env: Record<string, string> = {}): ChildProcess {
    const inside = ['-t', String(this.#namespace!.pid), '-U', '-n', '-m', '--preserve-credentials', '--', command, ...args]
    const [program = '', ...rest] = [...this.#user(), 'nsenter', ...inside]
    return spawn(program, rest, { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'inherit'] })
  }

  /** The output of a program outside that looks for this daemon. */
  async run(command: string, args: readonly string[], { timeout = 20_000 } = {}): Promise<string> {
    const { stdout } = await promisify(execFile)(command, args, { env: { ...process.env, ...this.environment }, timeout })
    return stdout
  }

  async startDaemon(): Promise<void> {
    this.#daemon = this.spawnInside('setpriv', [...dieWithUs, pcscd, '--foreground', '--error'])
    await until(() => existsSync(this.environment.PCSCLITE_CSOCK_NAME!), 'pcscd did not start')
  }

  /** As if it had crashed; its readers are gone for everybody. */
  async killDaemon(): Promise<void> {
    const daemon = this.#daemon
    if (!daemon || daemon.exitCode !== null || daemon.signalCode !== null) return
    this.#daemon = undefined
    daemon.kill('SIGKILL')
    await once(daemon, 'exit')
    rmSync(this.environment.PCSCLITE_CSOCK_NAME!, { force: true })
    rmSync(join(this.folder, 'run', 'pcscd.pid'), { force: true })
  }

  async close(): Promise<void> {
    await this.killDaemon()
    if (this.#namespace?.exitCode === null) {
      this.#namespace.kill('SIGKILL')
      await once(this.#namespace, 'exit')
    }
    rmSync(this.folder, { recursive: true, force: true })
  }

  /** Becomes somebody without rights first. */
  #user(): string[] {
    return this.#asNobody ? ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups'] : []
  }

  async #makeNamespace(): Promise<void> {
    // pcscd and vpcd say two things of a frame in two packets: without quick acknowledgement each costs 40 ms (vsmartcard before 2023-03-14).
    const script = `set -e
      ip link set lo up
      ip route change table local local 127.0.0.0/8 dev lo proto kernel scope host src 127.0.0.1 quickack 1
      ip route change table local local 127.0.0.1 dev lo proto kernel scope host src 127.0.0.1 quickack 1
      mkdir -p "$0/run"
      [ -d /run/pcscd ] || { mount -t tmpfs none /run; mkdir /run/pcscd; }
      mount --bind "$0/run" /run/pcscd
      exec setpriv --pdeathsig KILL "$1" "$2" "$0"`
    const relay = join(import.meta.dirname, 'relay.ts')
    if (this.#asNobody) chownSync(this.folder, nobody, nobody)
    const unshare = [
      ...this.#user(),
      'unshare',
      '--user',
      '--map-root-user',
      '--net',
      '--mount',
      'bash',
      '-c',
      script,
      this.folder,
      process.execPath,
      relay,
    ]
    this.#namespace = spawn(unshare[0]!, unshare.slice(1), { stdio: ['ignore', 'inherit', 'inherit'] })
    await until(() => existsSync(join(this.folder, 'slot-1')), 'the namespaces could not be made')
  }
}

/** Waits for what a busy machine may take seconds for. */
export async function until(condition: () => boolean | Promise<boolean>, otherwise: string): Promise<void> {
  const end = Date.now() + 15_000
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(otherwise)
    await wait(10)
  }
}
