import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { lineUser } from '../testing/connect-calls.ts'
import { testWorld } from '../testing/world.ts'
import { openPage } from './openPage.ts'

describe('The patient picks a hospital in LINE', () => {
  const world = testWorld()
  const closing: (() => void)[] = []
  afterEach(() => {
    for (const close of closing.splice(0)) close()
  })

  /** A hospital's server; the URLs that it was called with. */
  async function hospital(answer: RequestListener): Promise<{ origin: string; seen: string[] }> {
    const seen: string[] = []
    const server = createServer((request, response) => {
      seen.push(`${request.method} ${request.url}`)
      answer(request, response)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    closing.push(() => {
      server.close()
      server.closeAllConnections()
    })
    return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen }
  }

  const register = (url: string, hospital_code = '99999') =>
    world.control('PUT', `/connect/booking-pages/${hospital_code}`, { name: 'รพ.ทดสอบปลายทาง', url })
  const open = (hospital_code = '99999', user = lineUser) =>
    world.control('POST', `/connect/users/${user}/open-booking-page`, { hospital_code })
  const html: RequestListener = (_request, response) =>
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'set-cookie': 'PHPSESSID=1' }).end('<h1>จองคิว</h1>')

  it('opens the page with the MOPH Connect ID at the end, as the slides show it', async () => {
    const { origin, seen } = await hospital(html)
    const registered = await register(`${origin}/queue/que_register.php?regist=`)
    expect(registered.status).toBe(200)
    const { status, json } = await open()
    expect(status).toBe(200)
    expect(seen).toEqual([`GET /queue/que_register.php?regist=${lineUser}`])
    expect(json).toMatchObject({
      url: `${origin}/queue/que_register.php?regist=${lineUser}`,
      ok: true,
      status: 200,
      headers: { 'content-type': 'text/html; charset=utf-8', 'set-cookie': '(secret)' },
      body: '<h1>จองคิว</h1>',
      problems: [],
    })
    expect((await world.control('GET', '/connect/booking-pages')).json).toEqual([registered.json])
  })

  const problems: [string, RequestListener, RegExp][] = [
    ['an error', (_request, response) => response.writeHead(500, { 'content-type': 'text/html' }).end('x'), /answered 500, not 200/],
    [
      'a redirect, which is not followed',
      (_request, response) => response.writeHead(302, { location: '/login' }).end(),
      /redirects \(302\) to \/login/,
    ],
    [
      'what is no page',
      (_request, response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'),
      /not text\/html/,
    ],
    ['no content type', (_request, response) => response.writeHead(200).end('x'), /\(absent\), not text\/html/],
    ['an empty page', (_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(' \n'), /empty/],
    ['a broken connection', (request) => request.socket.destroy(), /broken before there was a whole reply/],
  ]

  it.each(problems)('tells of %s, in both languages', async (_name, answer, problem) => {
    const { origin, seen } = await hospital(answer)
    await register(`${origin}/?id=`)
    const { json } = await open()
    expect(seen).toHaveLength(1)
    expect(json.ok).toBe(false)
    expect(json.problems).toEqual([{ en: expect.stringMatching(problem), th: expect.stringMatching(/[ก-๙]/) }])
  })

  it('tells where nothing listens', async () => {
    const { origin } = await hospital(html)
    closing.splice(0)[0]!()
    await register(`${origin}/?id=`)
    expect((await open()).json).toMatchObject({
      ok: false,
      status: null,
      problems: [{ en: 'Nothing listens at this host and port' }],
    })
  })

  it.each([
    ['never answers', () => {}],
    [
      'drips without an end',
      (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/html' })
        const drip = setInterval(() => response.write('.'), 20)
        response.on('close', () => clearInterval(drip))
      },
    ],
  ] as [string, RequestListener][])('gives up on a page that %s', async (_name, answer) => {
    const { origin } = await hospital(answer)
    const opened = await openPage(new URL(origin), 100)
    expect(opened).toMatchObject({ ok: false, status: null, problems: [{ en: 'There was no whole reply within 10 seconds' }] })
  })

  it.each([
    ['TIS-620', 'text/html; charset=TIS-620', Buffer.from([0xa8, 0xcd, 0xa7, 0xa4, 0xd4, 0xc7])],
    ['UTF-8 without a word about it', 'text/html', Buffer.from('จองคิว')],
    ['UTF-8 under a name that is none', 'text/html; charset=thai', Buffer.from('จองคิว')],
  ])('reads a page in %s', async (_name, type, bytes) => {
    const { origin } = await hospital((_request, response) => response.writeHead(200, { 'content-type': type }).end(bytes))
    await register(`${origin}/?id=`)
    expect((await open()).json).toMatchObject({ ok: true, body: 'จองคิว' })
  })

  it('reads no more than it needs of a page without an end', async () => {
    const { origin } = await hospital((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' })
      const more = () => {
        while (!response.destroyed && response.write('ก'.repeat(10_000)));
      }
      response.on('drain', more)
      more()
    })
    await register(`${origin}/?id=`)
    const { json } = await open()
    expect(json.ok).toBe(true)
    expect(json.body).toBe('ก'.repeat(2000))
  })

  it.each([
    'http://his.example/?id=',
    'http://169.254.169.254/latest/',
    'http://[fe80::1]/',
    'http://127.0.0.1.his.example/',
    'http://localhost.his.example/?id=',
    'http://10.0.0.1/',
  ])('does not open %s unless it was told to', async (url) => {
    await register(url)
    const { status, json } = await open()
    expect([status, json.error.rule]).toEqual([403, 'booking-page-host-closed'])
  })

  it('tries a host that the switch names', async () => {
    await world.control('PATCH', '/switches', { 'moph-connect': { page_hosts: ['HIS.invalid'] } })
    await register('http://his.invalid/?id=')
    const { status, json } = await open()
    expect(status).toBe(200)
    expect(json).toMatchObject({ ok: false, status: null, problems: [{ th: expect.stringMatching(/[ก-๙]/) }] })
  })

  it.each([
    'http://',
    'http://user:secret@127.0.0.1/',
    'http://127.0.0.1/#',
    'https://a b/',
    'http://127.0.0.1:8080',
    'http://127.0.0.1',
    'http://127.0.0.1:',
  ])('does not register %s', async (url) => {
    const { status, json } = await register(url)
    expect([status, json.error.rule]).toEqual([400, 'booking-page-unusable'])
  })

  it.each(['file:///etc/passwd', 'javascript:alert(1)', 'www.his.example', ''])('does not take %j for a URL', async (url) => {
    expect((await register(url)).status).toBe(400)
  })

  it('knows the patient and the hospital', async () => {
    const unknownUser = await open('99999', 'ffffffffffffffffffffffff')
    expect([unknownUser.status, unknownUser.json.error.rule]).toEqual([404, 'unknown-connect-user'])
    const unknownPage = await open('99990')
    expect([unknownPage.status, unknownPage.json.error.rule]).toEqual([404, 'unknown-booking-page'])
  })
})
