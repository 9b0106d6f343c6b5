import { fileURLToPath } from 'node:url'
import { type Checkout, here, startCommand } from './checkout.ts'
import type { ServerCommand } from './server.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const node = (file: string, ...args: string[]) => [process.execPath, `${root}${file}`, ...args]

/** Those that are measured side by side. */
export const limit = (bodyFile: string): ServerCommand => ({
  name: 'limit',
  command: (port) => node('bench/limit-server.ts', String(port), bodyFile),
})

export const stripped: ServerCommand = { name: 'stripped', command: (port) => node('bench/stripped-server.ts', String(port)) }

export const strippedOperations: ServerCommand = {
  name: 'stripped',
  command: (port) => node('bench/stripped-operations-server.ts', String(port)),
}

export const sandbox: ServerCommand = started('sandbox', here)

/** An earlier commit, started as its own package.json says. */
export const earlier = (checkout: Checkout): ServerCommand => started('earlier', checkout)

/** The same with more on the command line: `--data FOLDER`, `--store URL`. */
export const withOptions = ({ name, command, ...others }: ServerCommand, ...options: [string, string]): ServerCommand => ({
  ...others,
  name: `${name} ${options[0]}`,
  command: (port) => [...command(port), ...options],
})

export const prism = (specFile: string): ServerCommand => ({
  name: 'prism',
  command: (port) =>
    node('node_modules/@stoplight/prism-cli/dist/index.js', 'mock', specFile, '--port', String(port), '--verboseLevel', 'silent'),
})

function started(name: string, checkout: Checkout): ServerCommand {
  return commandLine(name, () => startCommand(checkout), checkout.root)
}

/** A sandbox by the command line that starts it. */
export function commandLine(name: string, start: () => string[], cwd: string): ServerCommand {
  return { name, cwd, command: (port) => [...start(), '--json', '--quiet', '--port', String(port)] }
}
