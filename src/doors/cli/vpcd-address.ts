import { usualVpcdPort } from '../../composition/vpcd-port.ts'
import { Problem } from './problem.ts'

const usual = { host: '127.0.0.1', port: usualVpcdPort }

/** HOST:PORT, HOST or :PORT; the usual address where nothing is given. */
export function vpcdAddress(text?: string): { host: string; port: number } {
  if (text === undefined) return usual
  const [, host, port] = /^([^:]*|\[[0-9a-f:]+\])(?::(\d{1,5}))?$/i.exec(text) ?? []
  if (host === undefined || text === '' || text === ':' || Number(port ?? 1) < 1 || Number(port ?? 1) > 65534)
    throw new Problem(`vpcd is at HOST:PORT (127.0.0.1:35963), not ${text}.`)
  return { host: host.replace(/^\[|\]$/g, '') || usual.host, port: Number(port ?? usual.port) }
}
