import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { blueprint } from '../../composition/blueprint.ts'
import { type Listening, listen } from '../../doors/http/server.ts'
import type { AnyUpstream } from '../../upstream/upstream.ts'
import { Sandbox } from '../sandbox.ts'
import { sqliteStore } from '../store/sqlite.ts'

const answered = { description: 'Done', content: { 'application/json': { schema: { type: 'object' } } } }
const provenance = { level: 'assumed', source: 'A test' } as const

/** An upstream that web pages call, at a host with a port of its own. */
const reader: AnyUpstream = {
  name: 'test-reader',
  spec: {
    info: { title: 'Reader', version: '1' },
    servers: [{ url: 'http://localhost:8189' }],
    paths: {
      '/api/read': {
        get: { operationId: 'testRead', responses: { '200': answered }, 'x-effect': 'read', 'x-provenance': provenance, 'x-rules': [] },
      },
    },
  },
  // biome-ignore lint/suspicious/noExplicitAny: typed by no generated spec
  operations: { testRead: async (): Promise<any> => ({ pid: '1' }) },
  tables: [],
  cors: () => 'echo',
  success: (value) => ({ contentType: 'application/json', body: JSON.stringify(value), value }),
  failure: (status) => ({ contentType: 'application/json', body: JSON.stringify({ status }) }),
}

describe('A page of another origin', () => {
  let sandbox: Sandbox
  let main: Listening
  let own: Listening
  const page = { Origin: 'https://his.example' }

  beforeAll(async () => {
    sandbox = await Sandbox.open(sqliteStore(undefined), { ...blueprint, upstreams: [...blueprint.upstreams, reader] })
    main = await listen(sandbox, { host: '127.0.0.1', port: 0 })
    own = await listen(sandbox, { host: '127.0.0.1', port: 0, realHost: 'localhost:8189' })
  })
  afterAll(async () => {
    await Promise.all([main.close(), own.close()])
    await sandbox.close()
  })

  const addresses = () => [`${main.url}/localhost:8189/api/read`, `${own.url}/api/read`, `${own.url}/w/default/api/read`]

  it('may read the reply, at the port of its own and below the address of the sandbox', async () => {
    for (const address of addresses()) {
      const reply = await fetch(address, { headers: page })
      expect([reply.status, reply.headers.get('access-control-allow-origin')]).toEqual([200, 'https://his.example'])
      expect(await reply.json()).toEqual({ pid: '1' })
    }
  })

  it('may read what was wrong, too', async () => {
    const reply = await fetch(`${own.url}/api/nothing`, { headers: page })
    expect([reply.status, reply.headers.get('access-control-allow-origin')]).toEqual([404, 'https://his.example'])
  })

  it('from a file or a frame without origin (null) as well', async () => {
    const reply = await fetch(`${own.url}/api/read`, { headers: { Origin: 'null' } })
    expect(reply.headers.get('access-control-allow-origin')).toBe('null')
  })

  it('is told before it calls that it may, with its headers, from the internet too', async () => {
    for (const address of addresses()) {
      const reply = await fetch(address, {
        method: 'OPTIONS',
        headers: {
          ...page,
          'Access-Control-Request-Method': 'POST',
          'Access-Control-Request-Headers': 'authorization,content-type',
          'Access-Control-Request-Private-Network': 'true',
        },
      })
      expect(reply.status).toBe(204)
      expect(Object.fromEntries(reply.headers)).toMatchObject({
        'access-control-allow-origin': 'https://his.example',
        'access-control-allow-methods': 'POST',
        'access-control-allow-headers': 'authorization,content-type',
        'access-control-allow-private-network': 'true',
      })
    }
  })

  it('gets no such leave from an upstream that web pages do not call, nor from the control API', async () => {
    for (const path of ['/cvp1.moph.go.th/token', '/control/status']) {
      const reply = await fetch(`${main.url}${path}`, { headers: page })
      expect(reply.headers.get('access-control-allow-origin')).toBeNull()
    }
  })

  it('reaches nothing but that upstream through its port', async () => {
    for (const path of ['/control/status', '/w/default/control/status', '/cvp1.moph.go.th/token'])
      expect((await fetch(`${own.url}${path}`)).status).toBe(404)
  })

  it('reaches it by the real Host header, port and all', async () => {
    const reply = await sandbox.handle({
      method: 'GET',
      url: '/api/read',
      headers: { host: 'localhost:8189' },
      body: undefined,
      address: '127.0.0.1',
    })
    expect(reply.status).toBe(200)
  })
})
