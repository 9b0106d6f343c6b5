import { describe, expect, it } from 'vitest'
import type { Document } from '../../upstream/document.ts'
import { type Operation, operationsOf } from '../../upstream/operation.ts'
import type { AnyUpstream } from '../../upstream/upstream.ts'
import { readBody } from './read.ts'

const [takesText] = operationsOf({ name: 'any', spec: specOf('text/plain'), operations: {}, tables: [] } as unknown as AnyUpstream)

function specOf(contentType: string): Document {
  const operation = {
    operationId: 'upload',
    'x-effect': 'write',
    'x-rules': [],
    'x-provenance': { level: 'assumed', source: 'this test' },
    requestBody: { required: true, content: { [contentType]: { schema: { type: 'string' } } } },
    responses: {},
  }
  return { info: { title: 'Any', version: '1' }, paths: { '/upload': { put: operation } } } as unknown as Document
}

const read = (bytes: Uint8Array | string | undefined, contentType: string | undefined = 'text/plain; charset=utf-8') =>
  readBody(takesText as Operation, {
    method: 'PUT',
    url: '/upload',
    headers: { 'content-type': contentType },
    body: typeof bytes === 'string' ? Buffer.from(bytes) : bytes,
    address: '127.0.0.1',
  })
const remarks = ({ judged }: ReturnType<typeof read>) => judged.map(({ refuses, finding: { rule, seen } }) => ({ rule, seen, refuses }))

describe('A body that the spec calls text', () => {
  it('is given as it was sent, line breaks and all', () => {
    expect(read('ก\r\nข\n\n')).toEqual({ body: 'ก\r\nข\n\n', judged: [] })
  })

  it('is never taken for JSON or for a form', () => {
    expect(read('{"a":1').body).toBe('{"a":1')
    expect(read('a=1&b=2')).toEqual({ body: 'a=1&b=2', judged: [] })
  })

  it.each<[string, number[], string]>([
    ['TIS-620, which is Windows-874', [0xb7, 0xb4, 0xca, 0xcd, 0xba, 0x0a], '"windows-874"'],
    [
      'UTF-16 with its mark, little end first',
      [0xff, 0xfe, 0x17, 0x0e, 0x14, 0x0e, 0x2a, 0x0e, 0x2d, 0x0e, 0x1a, 0x0e, 0x0a, 0x00],
      '"utf-16le"',
    ],
    [
      'UTF-16 with its mark, big end first',
      [0xfe, 0xff, 0x0e, 0x17, 0x0e, 0x14, 0x0e, 0x2a, 0x0e, 0x2d, 0x0e, 0x1a, 0x00, 0x0a],
      '"utf-16be"',
    ],
  ])('is read in %s, with a remark', (_encoding, bytes, seen) => {
    const found = read(Uint8Array.from(bytes))
    expect(found.body).toBe('ทดสอบ\n')
    expect(remarks(found)).toEqual([{ rule: 'charset', seen, refuses: false }])
  })

  it('loses its byte order mark without a word: Notepad writes one', () => {
    expect(read('\uFEFFทดสอบ')).toEqual({ body: 'ทดสอบ', judged: [] })
  })

  it('may come under another content type, with a remark: curl calls everything a form', () => {
    const found = read('1', 'application/x-www-form-urlencoded')
    expect(found.body).toBe('1')
    expect(remarks(found)).toEqual([{ rule: 'content-type', seen: '"application/x-www-form-urlencoded"', refuses: false }])
  })

  it('is refused as a multipart form, in which boundaries stand between the lines', () => {
    const found = read('--x\r\n', 'multipart/form-data; boundary=x')
    expect(found.body).toBeUndefined()
    expect(remarks(found)).toMatchObject([{ rule: 'multipart-instead-of-text', refuses: true }])
  })

  it('is refused with NUL in it, which no database keeps', () => {
    expect(remarks(read('1\0'))).toMatchObject([{ rule: 'nul-character', refuses: true }])
  })

  it('is missing where nothing was sent', () => {
    expect(read(undefined)).toEqual({ body: undefined, judged: [] })
    expect(read('')).toEqual({ body: undefined, judged: [] })
  })
})
