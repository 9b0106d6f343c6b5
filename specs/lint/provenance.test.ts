import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { stringify } from 'yaml'

const folder = mkdtempSync(join(tmpdir(), 'moph-sandbox-lint-'))
const provenance = { level: 'documented', source: 'Some manual, 1' }
const rule = { status: 400, 'x-provenance': provenance, th: 'ผิด', en: 'Wrong', hint: { th: 'แก้', en: 'Mend it' } }

const ours = { level: 'assumed', source: 'Nobody says so' }

const cid = {
  type: 'string',
  pattern: '^[0-9]+$',
  'x-constraints': { pattern: provenance },
  'x-expect': { maxLength: 13, 'x-provenance': ours },
}

const body = {
  type: 'object',
  required: ['id'],
  'x-constraints': { required: { id: provenance } },
  properties: {
    id: {
      type: 'integer',
      maximum: 9,
      'x-provenance': provenance,
      'x-constraints': { maximum: { ...ours, source: "The sandbox can't hold more" } },
    },
  },
}

function spec(change: (document: ReturnType<typeof sound>) => void) {
  const document = sound()
  change(document)
  return document
}

function sound() {
  return {
    openapi: '3.1.0',
    info: { title: 'Try', version: '1.0.0' },
    servers: [{ url: 'https://cvp1.moph.go.th', 'x-provenance': provenance as unknown }],
    'x-rules': { wrong: rule } as Record<string, unknown>,
    paths: {
      '/try': {
        get: {
          operationId: 'try',
          'x-effect': 'read' as string,
          'x-rules': ['wrong'],
          'x-provenance': provenance as unknown,
          parameters: [
            {
              name: 'cid',
              in: 'query',
              required: true,
              schema: cid as Record<string, unknown>,
              'x-provenance': provenance as unknown,
              'x-constraints': { required: provenance } as unknown,
            },
          ],
          requestBody: { content: { 'application/json': { schema: body as Record<string, unknown> } } },
          responses: {
            200: {
              description: 'Done.',
              'x-provenance': provenance,
              content: {
                'application/json': {
                  schema: { type: 'object', properties: { id: { type: 'integer', 'x-provenance': provenance as unknown } } },
                },
              },
            },
          },
        },
      },
    },
  }
}

function lint(document: unknown): { accepted: boolean; said: string } {
  const file = join(folder, 'try.yaml')
  const config = join(folder, 'redocly.yaml')
  writeFileSync(file, stringify(document))
  const rules = {
    'provenance/operation': 'error',
    'provenance/field': 'error',
    'provenance/rule': 'error',
    'provenance/constraint': 'error',
  }
  writeFileSync(config, stringify({ plugins: [resolve('specs/lint/provenance.js')], rules }))
  const { status, stdout, stderr } = spawnSync('redocly', ['lint', file, '--config', config], { encoding: 'utf8' })
  return { accepted: status === 0, said: stdout + stderr }
}

describe('The spec linter', () => {
  afterAll(() => rmSync(folder, { recursive: true }))

  it('accepts a spec in which everything names its source', () => {
    expect(lint(sound()).said).toContain('valid')
    expect(lint(sound()).accepted).toBe(true)
  })

  it.each([
    [
      'an operation without a source',
      spec((document) => delete document.paths['/try'].get['x-provenance']),
      'Operation try has no x-provenance',
    ],
    [
      'an operation that does not say what it does',
      spec((document) => (document.paths['/try'].get['x-effect'] = 'maybe')),
      'has no x-effect',
    ],
    [
      'a parameter without a source',
      spec((document) => delete document.paths['/try'].get.parameters[0]!['x-provenance']),
      'Parameter cid has no x-provenance',
    ],
    [
      'a field without a source',
      spec((document) => delete document.paths['/try'].get.responses[200].content['application/json'].schema.properties.id['x-provenance']),
      'Property id has no x-provenance',
    ],
    ['a server without a source', spec((document) => delete document.servers[0]!['x-provenance']), 'has no x-provenance'],
    [
      'a level that does not exist',
      spec((document) => (document.paths['/try'].get['x-provenance'] = { level: 'sure', source: 'Some manual' })),
      'x-provenance.level sure',
    ],
    [
      'a source that says nothing',
      spec((document) => (document.paths['/try'].get['x-provenance'] = { level: 'observed', source: '' })),
      'without a source',
    ],
    [
      'a length that leans on its field',
      spec((document) => (document.paths['/try'].get.parameters[0]!.schema = { ...cid, maxLength: 13 })),
      'Constraint maxLength leans on its field',
    ],
    [
      'a parameter that is required on nobody’s word',
      spec((document) => delete document.paths['/try'].get.parameters[0]!['x-constraints']),
      'Constraint required leans on its field',
    ],
    [
      'a field in a body that is required on nobody’s word',
      spec(
        (document) => (document.paths['/try'].get.requestBody.content['application/json'].schema = { ...body, required: ['id', 'cid'] }),
      ),
      'Constraint required cid leans on its field',
    ],
    [
      'an assumption that is demanded although any value could be kept',
      spec((document) => (document.paths['/try'].get.parameters[0]!.schema = { ...cid, 'x-constraints': { pattern: ours } })),
      'Constraint pattern is assumed',
    ],
    [
      'an expectation without a source',
      spec((document) => (document.paths['/try'].get.parameters[0]!.schema = { ...cid, 'x-expect': { maxLength: 13 } })),
      'x-expect has no x-provenance',
    ],
    [
      'the source of a constraint that is not there',
      spec(
        (document) =>
          (document.paths['/try'].get.parameters[0]!.schema = { ...cid, 'x-constraints': { pattern: provenance, maxLength: ours } }),
      ),
      'x-constraints.maxLength speaks of a constraint that is not there',
    ],
    ['a rule in one language', spec((document) => (document['x-rules'].wrong = { ...rule, th: '' })), 'Rule wrong lacks th, en or a hint'],
    ['a rule that no operation names', spec((document) => (document['x-rules'].other = rule)), 'Rule other is named by no operation'],
    ['a rule that does not exist', spec((document) => document.paths['/try'].get['x-rules'].push('missing')), 'There is no rule missing'],
  ])('refuses %s', (_what, document, message) => {
    const { accepted, said } = lint(document)
    expect(said).toContain(message)
    expect(accepted).toBe(false)
  })
})
