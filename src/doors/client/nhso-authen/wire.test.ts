import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import spec from '../../../generated/nhso-authen.json' with { type: 'json' }
import {
  AuthenticationError,
  createMophClient,
  type MophError,
  RefusedError,
  TimeoutError,
  UnexpectedReplyError,
  UpstreamFailedError,
} from '../index.ts'
import { rejection } from '../testing/moph.ts'
import { facilityToken, nhsoExamples, nhsoOperations, startNhso } from '../testing/nhso-authen.ts'
import { json, plain } from '../testing/server.ts'

const operations = Object.entries(spec.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ path, method: method.toUpperCase(), ...operation })),
)
const isWrite = (name: string) => operations.find(({ operationId }) => operationId === name)!['x-effect'] === 'write'

test('every operation of the spec is a method, and every method an operation', async () => {
  const { client } = await startNhso(json(200, {}))
  const names = operations.map(({ operationId }) => operationId).toSorted()
  expect(Object.keys(client.nhsoAuthen).sort()).toEqual(names)
  expect([...nhsoOperations].sort()).toEqual(names)
})

test.each(operations)('$operationId goes out as $method $path with the token of the facility', async ({ operationId, method, path }) => {
  const { client, calls } = await startNhso(json(200, { authenCode: 'PP1000002437' }))
  expect(await nhsoExamples[operationId as keyof typeof nhsoExamples](client)).toEqual({ authenCode: 'PP1000002437' })
  expect(calls).toHaveLength(1)
  const [call] = calls
  expect(call!.method).toBe(method)
  expect(new URL(call!.url, 'http://any').pathname).toBe(`/test.nhso.go.th${path}`)
  expect(call!.headers.authorization).toBe(`Bearer ${facilityToken}`)
})

test('parameters and bodies are those of the spec', async () => {
  const { client, calls } = await startNhso(json(200, {}))
  await nhsoExamples.getRealPerson(client)
  await nhsoExamples.checkAuthenStatus(client)
  await nhsoExamples.requestAuthenCode(client)
  expect(calls[0]!.url).toContain('?SOURCE_ID=99999&PID=1999900000013')
  expect(calls[1]!.url).toContain('?personalId=1999900000013&serviceDate=2026-12-01&serviceCode=PG0060001')
  expect(JSON.parse(calls[2]!.body)).toEqual({ pid: '1999900000013', phone: ['0800000001'], hcode: '99999', serviceCode: 'PG0060001' })
})

test('in production the status of codes is asked for at its own host', async () => {
  const { client, calls, origin, options } = await startNhso(json(200, {}))
  const production = createMophClient({ ...options, nhso: { token: facilityToken, statusUrl: `${origin}/authenucws.nhso.go.th` } })
  for (const one of [client, production]) for (const operation of nhsoOperations) await nhsoExamples[operation](one)
  const hosts = calls.slice(4).map(({ url }) => `${url.split('/')[1]} ${url.split('/')[2]}`)
  expect(new Set(hosts)).toEqual(new Set(['test.nhso.go.th nhsoendpoint', 'authenucws.nhso.go.th authencodestatus']))
})

test.each(nhsoOperations)("%s is refused in NHSO's words", async (operation) => {
  const { client } = await startNhso(json(400, { dataError: 'ไม่สามารถเลือกบริการซ้ำใน 1 วัน' }))
  const error = await rejection(nhsoExamples[operation](client))
  expect(error).toBeInstanceOf(RefusedError)
  const said = { upstream: 'nhso-authen', operation, status: 400, upstreamMessage: 'ไม่สามารถเลือกบริการซ้ำใน 1 วัน', outcomeUnknown: false }
  expect(error).toMatchObject(said)
})

test.each(nhsoOperations)('%s is sent once where the token is not accepted, and no error shows it', async (operation) => {
  const { client, calls } = await startNhso((response, request) =>
    json(401, { dataError: 'Invalid Token', seen: request.headers.authorization })(response, request),
  )
  const error = await rejection(nhsoExamples[operation](client))
  expect(error).toBeInstanceOf(AuthenticationError)
  expect(calls).toHaveLength(1)
  expect(inspect(error, { depth: Infinity, showHidden: true })).not.toContain(facilityToken)
  expect(inspect(client, { depth: Infinity, showHidden: true })).not.toContain(facilityToken)
})

test.each(nhsoOperations)('%s is never repeated, and its outcome is unknown exactly where it writes', async (operation) => {
  const broken = await startNhso((response) => response.destroy())
  expect(await rejection(nhsoExamples[operation](broken.client))).toMatchObject({ operation, outcomeUnknown: isWrite(operation) })
  expect(broken.calls).toHaveLength(1)

  const silent = await startNhso(() => {}, { timeoutMs: 100 })
  const error = await rejection(nhsoExamples[operation](silent.client))
  expect(error).toBeInstanceOf(TimeoutError)
  expect((error as MophError).outcomeUnknown).toBe(isWrite(operation))
  expect(silent.calls).toHaveLength(1)

  const failing = await startNhso(json(500, { dataError: 'x' }))
  expect(await rejection(nhsoExamples[operation](failing.client))).toBeInstanceOf(UpstreamFailedError)
  expect(failing.calls).toHaveLength(1)
})

test.each([
  ['a list', json(200, [])],
  ['null', json(200, null)],
  ['a page', plain(200, '<html></html>')],
  ['nothing', plain(200, '')],
] as const)('%s is no answer', async (_what, answer) => {
  const { client } = await startNhso(answer)
  expect(await rejection(nhsoExamples.requestAuthenCode(client))).toBeInstanceOf(UnexpectedReplyError)
})

test('what is missing is named', async () => {
  const { options } = await startNhso(json(200, {}))
  const { nhso: _nhso, ...without } = options
  expect(String(await rejection(nhsoExamples.getRealPerson(createMophClient(without))))).toContain('without the option nhso')
  const { 'nhso-authen': _base, ...others } = options.baseUrls
  const noBase = createMophClient({ ...options, baseUrls: others })
  expect(String(await rejection(nhsoExamples.getRealPerson(noBase)))).toContain("without baseUrls['nhso-authen']")
  for (const token of ['', 'two words', 'ไทย', 'a\nb'])
    expect(() => createMophClient({ ...options, nhso: { token } })).toThrow('nhso.token must be a token as NHSO issued it')
  expect(() => createMophClient({ ...options, nhso: { token: facilityToken, statusUrl: 'nhso' } })).toThrow(TypeError)
})
