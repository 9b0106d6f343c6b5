import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const run = promisify(execFile)

describe('npm start', () => {
  let root: string
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  const started = async () => (await run(process.execPath, [join(root, 'scripts/cli.js'), 'start'])).stdout.trim()

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'moph-sandbox-start-'))
    mkdirSync(join(root, 'scripts'))
    cpSync(join(import.meta.dirname, 'cli.js'), join(root, 'scripts/cli.js'))
    write('package.json', '{ "type": "module" }')
    write('src/doors/cli/main.ts', "console.log('sources', process.argv[2]!)")
    write('src/other.ts', 'export const one = 1')
    write('dist/cli/main.js', "console.log('bundle', process.argv[2])")
    const { size, mtimeMs } = statSync(join(root, 'src/other.ts'))
    write('dist/cli/stamp.json', JSON.stringify([{ path: 'src/other.ts', size, mtimeMs }]))
  })
  afterEach(() => rmSync(root, { recursive: true, force: true }))

  it('runs the bundle while nothing that it was made of has changed', async () => {
    expect(await started()).toBe('bundle start')
  })

  it('runs the sources after a change', async () => {
    write('src/other.ts', 'export const one = 2 // changed')
    expect(await started()).toBe('sources start')
  })

  it('runs the sources where a file is gone, or there is no bundle yet', async () => {
    rmSync(join(root, 'src/other.ts'))
    expect(await started()).toBe('sources start')
    rmSync(join(root, 'dist'), { recursive: true })
    expect(await started()).toBe('sources start')
  })

  it('makes the bundle anew for the next time, once the sandbox has run for a while', async () => {
    rmSync(join(root, 'dist/cli/stamp.json'))
    write('scripts/bundle.ts', "import { writeFileSync } from 'node:fs'\nwriteFileSync(new URL('../made', import.meta.url), '')")
    write('src/doors/cli/main.ts', 'setTimeout(() => {}, 3500)')
    await started()
    await expect.poll(() => existsSync(join(root, 'made')), { timeout: 10_000 }).toBe(true)
  })
})
