/** The limit: bare `node:http`, always the same bytes. Arguments: port, file with the answer's body. */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

const [, , port, file = ''] = process.argv
const body = readFileSync(file, 'utf8')
const headers = { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(body) }

createServer((_request, reply) => {
  reply.writeHead(200, headers)
  reply.end(body)
}).listen(Number(port), '127.0.0.1')

// An exit of its own, unlike a kill, fills the compile cache.
process.once('SIGTERM', () => process.exit())
