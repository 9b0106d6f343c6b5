import { createHash } from 'node:crypto'
import type { Rule } from '../../src/generated/control/nhso-authen.ts'
import { refusals } from '../../src/upstream/refusal.ts'

const refuse = refusals<Rule>()
const pointer = '/body/photo'

/** What is kept of a photo: its digest and its size, never the picture. */
export interface PhotoTrace {
  photo_sha256: string
  photo_bytes: number
}

/** Takes the base64 of a JPEG. */
export function photoTrace(photo: string | undefined): PhotoTrace {
  if (photo === undefined) throw refuse('photo-missing', { pointer })
  const bytes = Buffer.from(photo, 'base64')
  if (!/^[A-Za-z0-9+/]+=*$/.test(photo) || !isJpeg(bytes)) throw refuse('photo-not-jpeg', { pointer, seen: '(secret)' })
  return { photo_sha256: createHash('sha256').update(bytes).digest('hex'), photo_bytes: bytes.length }
}

/** Begins with the start of an image and ends with its end. */
const isJpeg = (bytes: Buffer) => bytes.length > 4 && bytes.readUInt16BE(0) === 0xffd8 && bytes.readUInt16BE(bytes.length - 2) === 0xffd9
