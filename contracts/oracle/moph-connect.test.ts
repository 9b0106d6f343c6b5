import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { TestSandbox } from '../../fixtures/harness/sandbox.ts'
import { createMophClient, RefusedError } from '../../src/doors/client/index.ts'
import { connectExamples, connectOperations, queueMessage } from '../../src/doors/client/testing/connect.ts'
import { credentials } from '../../src/doors/client/testing/moph.ts'
import { type Judgement, type Oracle, startOracle } from './oracle.ts'
import { describeOracle } from './suite.ts'

const now = '2026-12-01T02:00:00.000Z'
const workspace = '/w/oracle'

const clientAt = (oracle: string) =>
  createMophClient({ baseUrls: { 'moph-account': oracle, 'moph-appointment': oracle, 'moph-connect': oracle }, credentials })

describeOracle('MOPH Connect', {
  specs: ['moph-connect'],
  realBase: 'mophconnect.go.th/test/api',
  clientOf: ({ oracle }) => clientAt(oracle),
  examples: connectExamples,
})

describe('Prism, before MOPH Connect in both of its forms', () => {
  let sandbox: TestSandbox
  let oracle: Oracle
  let from = 0
  const judged = (): Judgement[] => oracle.judgements.slice(from)
  const lastJudged = () => oracle.judgements.at(-1)!
  const control = async (method: string, path: string, body?: unknown) => {
    const { status, json, text } = await sandbox.control(method, path, body, workspace)
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`)
    return json
  }
  const client = () => clientAt(oracle.url)
  /** A request that the reference client would not send. */
  const send = (path: string, body: object, type = 'application/json') =>
    fetch(`${oracle.url}${path}`, { method: 'POST', headers: { 'content-type': type }, body: JSON.stringify(body) })

  beforeAll(async () => {
    sandbox = await TestSandbox.start()
    await sandbox.control('POST', '/workspaces', { name: 'oracle', now })
    oracle = await startOracle({ specs: ['moph-connect'], target: `${sandbox.url}${workspace}/mophconnect.go.th/test/api` })
  })
  beforeEach(async () => {
    await control('POST', '/reset')
    from = oracle.judgements.length
  })
  afterAll(async () => {
    await oracle?.close()
    await sandbox?.close()
  })

  describe('has nothing against', () => {
    afterEach(() => {
      expect(judged()).not.toEqual([])
      expect(judged().filter(({ violation }) => violation !== undefined)).toEqual([])
    })

    it.each(['object', 'empty'])('a success of every operation, in the form %s', async (success_form) => {
      await control('PATCH', '/switches', { 'moph-connect': { success_form } })
      for (const operation of connectOperations) await connectExamples[operation](client())
      expect(judged().map(({ status }) => status)).toEqual([200, 200, 200, 200])
    })

    it.each(['fields', 'text'])('a refusal that the schema alone does not foresee, in the form %s', async (error_form) => {
      await control('PATCH', '/switches', { 'moph-connect': { error_form } })
      const buddhist = { ...queueMessage, appointmentDate: '2569-12-08' }
      await expect(client().connect.scheduleReminders(buddhist)).rejects.toBeInstanceOf(RefusedError)
      expect(lastJudged().status).toBe(400)
    })
  })

  describe('objects to', () => {
    const documented = ['/queue', '/queue/schedule', '/queue/notify']
    const all = [...documented, '/alert']

    it.each([
      ['a field that is missing', { userId: undefined }, 'userId', all],
      ['a link that is none', { detailsLink: 'www.google.com' }, 'detailsLink', documented],
      ['a date as people write it', { appointmentDate: '25/07/2018' }, 'appointmentDate', documented],
      ['a user id of no length', { userId: '' }, 'userId', all],
      ['a number where a text belongs', { queueNumber: 201 }, 'queueNumber', all],
    ])('%s', async (_name, change, field, paths) => {
      for (const path of paths) {
        expect((await send(path, { ...queueMessage, ...change })).status).toBe(422)
        expect(lastJudged().violation).toContain(field)
      }
      expect(await control('GET', '/journal')).toEqual([])
    })
  })
})
