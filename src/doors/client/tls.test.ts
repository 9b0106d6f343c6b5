import { execFile, execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { ConnectionError, createMophClient } from './index.ts'
import { credentials, hour, rejection, tokenUntil } from './testing/moph.ts'
import { portOf } from './testing/server.ts'

let folder: string
const file = (name: string) => join(folder, name)

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'moph-client-tls-'))
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1']
  const output = ['-keyout', file('key.pem'), '-out', file('certificate.pem')]
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', ...subject, ...output], { stdio: 'ignore' })
})
afterAll(() => rmSync(folder, { recursive: true }))

/** A server whose certificate nobody vouches for. */
async function startSecureServer() {
  const requests: string[] = []
  const server = createServer({ key: readFileSync(file('key.pem')), cert: readFileSync(file('certificate.pem')) }, (request, response) => {
    requests.push(request.url ?? '')
    response.end(tokenUntil(Date.now() + hour))
  })
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const baseUrl = `https://127.0.0.1:${await portOf(server)}`
  return { requests, options: { baseUrls: { 'moph-account': baseUrl, 'moph-appointment': baseUrl }, credentials } }
}

test('a certificate that nobody vouches for is refused before anything is sent', async () => {
  const { requests, options } = await startSecureServer()
  const error = await rejection(createMophClient(options).account.token())
  expect(error).toBeInstanceOf(ConnectionError)
  expect(error).toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
  expect(requests).toHaveLength(0)
})

test('also where NODE_TLS_REJECT_UNAUTHORIZED says otherwise', async () => {
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
  onTestFinished(() => {
    vi.unstubAllEnvs()
  })
  const { requests, options } = await startSecureServer()
  expect(await rejection(createMophClient(options).account.token())).toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
  expect(requests).toHaveLength(0)
})

test('an authority named by NODE_EXTRA_CA_CERTS is trusted', async () => {
  const { requests, options } = await startSecureServer()
  const program = `
    import { createMophClient } from ${JSON.stringify(new URL('index.ts', import.meta.url).href)}
    console.log(await createMophClient(${JSON.stringify(options)}).account.token())`
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: file('certificate.pem') }
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module-typescript', '-e', program], { env })
  expect(stdout.trim()).toMatch(/^eyJ/)
  expect(requests).toEqual(['/token?Action=get_moph_access_token'])
})
