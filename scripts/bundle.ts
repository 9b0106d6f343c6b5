/**
 * The command line in a few files (`dist/cli/`), as it is published and as `npm start` runs it while it is current: a start reads and links
 * four files in place of seven hundred. Part of `npm run build`, and of `npm ci` by `prepare`.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join, relative } from 'node:path'
import { type OutputChunk, type Plugin, rolldown } from 'rolldown'

const root = join(import.meta.dirname, '..')
const into = join(root, 'dist/cli')

export async function bundle(): Promise<void> {
  const begun = Date.now()
  const build = await rolldown({
    cwd: root,
    input: { main: 'src/doors/cli/main.ts' },
    platform: 'node',
    // Native, and missing on some machines; found where it is installed.
    external: ['pcsc-mini', 'pg-native'],
    // What is imported and what is required is added by rolldown, call by call: pg-pool is another thing to each.
    resolve: { conditionNames: ['source', 'node'] },
    plugins: [specsAsFiles, builtinsAsTheyAre],
    logLevel: 'warn',
  })
  rmSync(stampFile, { force: true })
  removeOld()
  const { output } = await build.write({
    dir: into,
    format: 'esm',
    // Another name for another content: a sandbox that runs may still load a part of the bundle that it was started from.
    chunkFileNames: '[name]-[hash].js',
    // Names stay, so that a stack still tells where; space and comments go, since every start reads them.
    minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
  })
  await build.close()
  cpSync(join(root, 'mocks/moph-account/keys'), join(into, 'keys'), { recursive: true })
  const files = output.filter((file): file is OutputChunk => file.type === 'chunk').flatMap(({ moduleIds }) => moduleIds)
  writeFileSync(join(into, 'LICENSES.txt'), licencesOf(files))
  const sources = stampOf([...files, ...alsoSources.map((name) => join(root, name))])
  // What was changed meanwhile may have been read before.
  if (sources.every(({ mtimeMs }) => mtimeMs < begun)) writeFileSync(stampFile, JSON.stringify(sources))
}

/** What the bundle is made of besides the modules in it; those of packages change with the lock. */
const alsoSources = ['package.json', 'package-lock.json', 'scripts/bundle.ts']
const stampFile = join(into, 'stamp.json')

/** The files as they were when the bundle was made. Others matter only once one of these imports them. */
function stampOf(files: readonly string[]): { path: string; size: number; mtimeMs: number }[] {
  const own = new Set(files.filter((file) => file.startsWith(root) && !file.includes('/node_modules/') && existsSync(file)))
  return [...own].map((file) => {
    const { size, mtimeMs } = statSync(file)
    return { path: relative(root, file), size, mtimeMs }
  })
}

const dayMs = 24 * 60 * 60_000

/** Of earlier bundles, what nobody is likely to run any more. */
function removeOld(): void {
  mkdirSync(into, { recursive: true })
  for (const name of readdirSync(into)) {
    const file = join(into, name)
    if (Date.now() - statSync(file).mtimeMs > dayMs) rmSync(file, { recursive: true })
  }
}

/**
 * A spec is data: parsed as JSON it costs a tenth of what it costs as a program, and nothing until its operations are asked for. What is
 * asked of it at every start (title, servers) stays in the bundle.
 */
const specsAsFiles: Plugin = {
  name: 'specs-as-files',
  load(id) {
    if (!id.endsWith('.json') || !id.includes('/src/generated/')) return null
    const name = relative(join(root, 'src/generated'), id).replaceAll('/', '-')
    const spec: Record<string, unknown> = JSON.parse(readFileSync(id, 'utf8'))
    this.emitFile({ type: 'asset', fileName: `specs/${name}`, source: JSON.stringify(spec) })
    const members = Object.entries(spec).map(([key, value]) => {
      const text = JSON.stringify(value)
      return text.length < mostInBundle
        ? `${JSON.stringify(key)}: ${text}`
        : `get ${JSON.stringify(key)}() { return read()[${JSON.stringify(key)}] }`
    })
    const code = `import { readFileSync } from 'node:fs'
let spec
const read = () => (spec ??= JSON.parse(readFileSync(new URL('specs/${name}', import.meta.url), 'utf8')))
export default { ${members.join(', ')} }`
    return { code, moduleType: 'js' }
  },
}

/** Characters. */
const mostInBundle = 2000

/**
 * An import of a builtin module reads all its exports, also those that Node loads only when they are read: one of `node:http` loads all of
 * undici for the sake of its WebSocket.
 */
const builtinsAsTheyAre: Plugin = {
  name: 'builtins-as-they-are',
  renderChunk(code) {
    return code.replaceAll(/\bimport\s*([^'"();]*?)\s*from\s*["']([\w:/]+)["'];?/g, (all, bindings: string, name: string) =>
      isBuiltin(name) ? constantsOf(bindings, name) : all,
    )
  },
}

/** `a, { b as c }` and `* as d` as constants. */
function constantsOf(bindings: string, name: string): string {
  const builtin = `process.getBuiltinModule(${JSON.stringify(name)})`
  const [, named] = /\{(.*)\}/s.exec(bindings) ?? []
  const whole = bindings
    .replace(/,?\s*\{.*\}/s, '')
    .replace(/^\*\s*as\s+/, '')
    .trim()
  const constants = [
    ...(whole === '' ? [] : [`${whole}=${builtin}`]),
    ...(named === undefined ? [] : [`{${named.replaceAll(/\s+as\s+/g, ':')}}=${builtin}`]),
  ]
  return `const ${constants.join(',')};`
}

/** The licences of what is in the bundle ask to go with it. */
function licencesOf(files: readonly string[]): string {
  const packages = new Set(files.flatMap((file) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []))
  return [...packages]
    .sort()
    .map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
      const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry))
      return `${name} ${version} (${license})\n\n${file === undefined ? '' : readFileSync(join(folder, file), 'utf8')}`
    })
    .join(`\n${'-'.repeat(80)}\n\n`)
}

if (import.meta.main) await bundle()
