/**
 * `npm start` and its like. Runs the bundle that `npm ci` has made (scripts/bundle.ts), which compiles nothing; where a source has changed since,
 * the sources themselves, and makes the bundle anew for the next time. Plain JavaScript, since TypeScript would have to be compiled.
 */
// Imports would read all exports of these modules, and load what they stand for: 30 ms and 6 MB (scripts/bundle.ts).
const { readFileSync, statSync } = process.getBuiltinModule('node:fs')
const { join } = process.getBuiltinModule('node:path')

const root = join(import.meta.dirname, '..')
/** By then a sandbox answers, and what ends at once (`--help`) makes no bundle. */
const afterStartMs = 3000

if (isCurrent()) await import('../dist/cli/main.js')
else {
  setTimeout(() => {
    const { spawn } = process.getBuiltinModule('node:child_process')
    spawn(process.execPath, [join(root, 'scripts/bundle.ts')], { detached: true, stdio: 'ignore' }).unref()
  }, afterStartMs).unref()
  await import('../src/doors/cli/main.ts')
}

function isCurrent() {
  try {
    const sources = JSON.parse(readFileSync(join(root, 'dist/cli/stamp.json'), 'utf8'))
    return sources.every(({ path, size, mtimeMs }) => {
      const now = statSync(join(root, path))
      return now.size === size && now.mtimeMs === mtimeMs
    })
  } catch {
    return false
  }
}
