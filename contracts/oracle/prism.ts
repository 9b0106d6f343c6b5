import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const cli = createRequire(import.meta.url).resolve('@stoplight/prism-cli')

export interface Prism {
  url: string
  close(): Promise<void>
}

/** `prism proxy … --errors` in a process of its own: violations of the document are answered with an error. */
export async function startPrism(document: object, target: string): Promise<Prism> {
  const folder = mkdtempSync(join(tmpdir(), 'moph-sandbox-prism-'))
  const file = join(folder, 'document.json')
  writeFileSync(file, JSON.stringify(document))
  const prism = spawn(process.execPath, [cli, 'proxy', file, target, '--errors', '--port', '0'], { stdio: ['ignore', 'pipe', 'pipe'] })
  const killed = () => prism.kill()
  process.once('exit', killed)
  const close = async () => {
    process.off('exit', killed)
    await ended(prism)
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    return { url: await urlOf(prism), close }
  } catch (error) {
    await close()
    throw error
  }
}

function urlOf(prism: ChildProcess): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  let said = ''
  // Read to the end: a pipe that nobody empties would stop Prism.
  const listen = (chunk: Buffer) => {
    said = `${said}${chunk}`.slice(-10_000)
    const [, url] = /Prism is listening on (http:\S+)/.exec(said) ?? []
    if (url) resolve(url)
  }
  prism.stdout?.on('data', listen)
  prism.stderr?.on('data', listen)
  prism.once('error', reject)
  prism.once('exit', (code) => reject(new Error(`Prism ended with ${code}: ${said}`)))
  return promise
}

function ended(prism: ChildProcess): Promise<void> {
  if (prism.exitCode !== null || prism.signalCode !== null) return Promise.resolve()
  const { promise, resolve } = Promise.withResolvers<void>()
  prism.once('exit', () => resolve())
  prism.kill()
  return promise
}
