import { fileURLToPath } from 'node:url'
import type { ServerCommand } from './server.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const node = (file: string, ...args: string[]) => [process.execPath, `${root}${file}`, ...args]

/** The four that are measured side by side. */
export const limit = (bodyFile: string): ServerCommand => ({
  name: 'limit',
  command: (port) => node('bench/limit-server.ts', String(port), bodyFile),
})

export const stripped: ServerCommand = { name: 'stripped', command: (port) => node('bench/stripped-server.ts', String(port)) }

export const strippedOperations: ServerCommand = {
  name: 'stripped',
  command: (port) => node('bench/stripped-operations-server.ts', String(port)),
}

export const sandbox: ServerCommand = { name: 'sandbox', command: (port) => start(port) }

export const sandboxWithData = (folder: string): ServerCommand => ({
  name: 'sandbox --data',
  command: (port) => start(port, '--data', folder),
})

export const prism = (specFile: string): ServerCommand => ({
  name: 'prism',
  command: (port) =>
    node('node_modules/@stoplight/prism-cli/dist/index.js', 'mock', specFile, '--port', String(port), '--verboseLevel', 'silent'),
})

export const profiled = (folder: string): ServerCommand => ({
  name: 'sandbox',
  command: (port) => {
    const [program = '', ...args] = start(port)
    return [program, '--cpu-prof', `--cpu-prof-dir=${folder}`, ...args]
  },
})

const start = (port: number, ...args: string[]) =>
  node('src/doors/cli/main.ts', 'start', '--json', '--quiet', '--port', String(port), ...args)
