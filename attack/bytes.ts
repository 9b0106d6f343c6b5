import { connect } from 'node:net'

/** What hand-made programs and scanners send to a port: bytes that no HTTP parser takes, or takes in a way of its own. */
export const oddRequests: readonly Buffer[] = [
  'GET / HTTP/1.1\r\n\r\n',
  'get / HTTP/1.1\r\nHost: a\r\n\r\n',
  'GET /cvp1.moph.go.th/api/appointment/Appointment?cid=1 2 HTTP/1.1\r\nHost: a\r\n\r\n',
  'GET /cvp1.moph.go.th/ทดสอบ HTTP/1.1\r\nHost: a\r\n\r\n',
  'POST /token HTTP/1.1\nHost: a\nContent-Length: 2\n\n{}',
  'POST /token HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}',
  'POST /token HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}',
  'POST /token HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n',
  'POST /token HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff1\r\nx\r\n',
  'GET / HTTP/1.1\r\nHost: a\r\nAuthorization : Bearer x\r\n\r\n',
  'GET / HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer x\r\n y\r\n\r\n',
  `GET / HTTP/1.1\r\nHost: a\r\nCookie: ${'c'.repeat(15_000)}\r\n\r\n`,
  `GET /${'u'.repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`,
  `GET / HTTP/1.1\r\nHost: a\r\n${'X-H: v\r\n'.repeat(3_000)}\r\n`,
  'GET / HTTP/1.1\r\nHost: a\r\nX: \0\r\n\r\n',
  'GET http://cvp1.moph.go.th/token HTTP/1.1\r\nHost: other\r\n\r\n',
  'CONNECT cvp1.moph.go.th:443 HTTP/1.1\r\nHost: a\r\n\r\n',
  'GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
  'GET / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 99999999\r\n\r\n',
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  '\r\n\r\n\r\n',
]
  .map((text) => Buffer.from(text))
  .concat([
    // A TLS hello, and noise.
    Buffer.from('1603010200010001fc0303', 'hex'),
    Buffer.from(Array.from({ length: 300 }, (_, index) => (index * 7919) % 256)),
  ])

/** Sends bytes and reads until the other side closes, at most `waitMs`; resolves to the status, 0 without one. */
export function throwAt(url: string, bytes: Buffer, waitMs = 50): Promise<number> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname)
    let received = ''
    const timer = setTimeout(() => socket.destroy(), waitMs)
    socket.on('data', (data) => {
      received = (received + data.toString('latin1')).slice(0, 100)
      socket.destroy()
    })
    socket.on('error', () => {})
    socket.on('close', () => {
      clearTimeout(timer)
      resolve(Number(/^HTTP\/1\.1 (\d{3})/.exec(received)?.[1] ?? 0))
    })
    socket.write(bytes)
  })
}
