/** `npm run build`: dist/, as it is published. TypeScript writes the library and the JSON; the test keys are copied beside it; the command line is bundled. */
import { spawnSync } from 'node:child_process'
import { cpSync, rmSync } from 'node:fs'
import { bundle } from './bundle.ts'

rmSync('dist', { recursive: true, force: true })
const { status } = spawnSync('tsc', ['-p', 'tsconfig.build.json'], { stdio: 'inherit' })
if (status !== 0) process.exit(1)
cpSync('mocks/moph-account/keys', 'dist/mocks/moph-account/keys', { recursive: true, filter: (path) => !path.endsWith('.ts') })
await bundle()
