import { createHash } from 'node:crypto'
import type { CardData, CardRights, ChipContents } from './card-data.ts'
import { address, ascii, type Codec, DoesNotFit, date, digits, name, photo, sex, text } from './codecs.ts'
import { citizenFile, type Place, rightsFile } from './layout.ts'

type Codecs<Contents> = { readonly [Field in keyof Contents]-?: Codec<NonNullable<Contents[Field]>> }

const citizenCodecs: Codecs<CardData> = {
  pid: digits(13),
  thaiName: name(text),
  englishName: name(ascii),
  birthDate: date,
  sex,
  requestNumber: ascii,
  issuer: text,
  issuerCode: ascii,
  issueDate: date,
  expiryDate: date,
  cardType: ascii,
  address,
  photoNumber: ascii,
  photo,
}

const rightsCodecs: Codecs<CardRights> = {
  mainRight: text,
  subRight: text,
  mainHospital: text,
  subHospital: text,
  paidType: ascii,
  issueDate: date,
  expiryDate: date,
  updateDate: date,
  hospitalChanges: ascii,
}

/** The files of a chip, as their applets give them out; undefined where it has none. */
export interface ChipFiles {
  citizen: Uint8Array
  rights: Uint8Array | undefined
  /** What READ LASER answers: 7 bytes of unknown meaning, the laser number, four NULs. */
  laser: Uint8Array | undefined
  /** What GET DATA 9F7F answers: tag, length and 42 bytes of production data, with the chip id at its place. */
  production: Uint8Array | undefined
}

const padding = 0x20
/** What cards of today say of themselves (public readers). */
export const cardVersion = '0003'

/**
 * Writes a person onto a card.
 *
 * @throws DoesNotFit with the name of the first field that a card cannot hold as it is
 */
export function personalise({ data, rights, laser, chipId }: ChipContents): ChipFiles {
  const citizen = new Uint8Array(citizenFile.size).fill(padding)
  write(citizen, citizenFile.version, Buffer.from(cardVersion))
  for (const field of keysOf(citizenCodecs))
    write(citizen, citizenFile[field], encoded(`data.${field}`, citizenCodecs[field] as Codec<never>, data[field], citizenFile[field]))
  write(citizen, citizenFile.photoLength, Uint8Array.of(data.photo.length >> 8, data.photo.length & 0xff))
  write(citizen, citizenFile.signature, signatureOf(data.pid))

  return {
    citizen,
    rights: rights && rightsBytes(rights),
    laser: laser === undefined ? undefined : laserFile(laser),
    production: chipId === undefined ? undefined : productionFile(chipId),
  }
}

function rightsBytes(rights: CardRights): Uint8Array {
  const file = new Uint8Array(rightsFile.size).fill(padding)
  for (const field of keysOf(rightsCodecs))
    write(file, rightsFile[field], encoded(`rights.${field}`, rightsCodecs[field], rights[field], rightsFile[field]))
  return file
}

/** Reads a field of the citizen applet; `read` gives the bytes of a place. */
export function citizenField<Field extends keyof CardData>(field: Field, bytes: Uint8Array): NonNullable<CardData[Field]> {
  return (citizenCodecs[field] as Codec<NonNullable<CardData[Field]>>).decode(bytes)
}

export function rightsField<Field extends keyof CardRights>(field: Field, bytes: Uint8Array): CardRights[Field] {
  return rightsCodecs[field].decode(bytes)
}

/** The person on a card. */
export function contentsOf(files: ChipFiles): ChipContents {
  const of = <Contents>(codecs: Codecs<Contents>, places: Record<string, unknown>, file: Uint8Array) =>
    Object.fromEntries(
      keysOf(codecs).map((field) => {
        const { offset, length } = places[field as string] as Place
        return [field, codecs[field].decode(file.subarray(offset, offset + length))]
      }),
    ) as Contents
  return {
    data: of(citizenCodecs, citizenFile, files.citizen) as ChipContents['data'],
    rights: files.rights && of(rightsCodecs, rightsFile, files.rights),
    laser: files.laser && laserOf(files.laser),
    chipId: files.production && chipIdOf(files.production),
  }
}

const keysOf = <Contents>(codecs: Codecs<Contents>) => Object.keys(codecs) as (keyof Contents & string)[]

function write(file: Uint8Array, { offset }: Place, bytes: Uint8Array): void {
  file.set(bytes, offset)
}

function encoded<Value>(field: string, codec: Codec<Value>, value: unknown, { length }: Place): Uint8Array {
  const result = codec.encode(value as Value)
  if ('reason' in result) throw new DoesNotFit(field, result.reason)
  if (result.bytes.length > length) throw tooLong(field, result.bytes.length, length)
  return result.bytes
}

const tooLong = (field: string, bytes: number, room: number) =>
  new DoesNotFit(field, { en: `takes ${bytes} bytes; the card has room for ${room}`, th: `ใช้ ${bytes} ไบต์ แต่บัตรมีที่ ${room} ไบต์` })

/** Nobody's signature: bytes that look like one, the same for the same card. */
const signatureOf = (pid: string) =>
  Buffer.concat(Array.from({ length: 8 }, (_, part) => createHash('sha256').update(`${part} of ${pid}`).digest()))

/** As a card whose photo was not written to its end: padding follows. */
export function photoCut(citizen: Uint8Array, bytes: number): Uint8Array {
  const { offset, length } = citizenFile.photo
  return citizen.slice().fill(padding, offset + Math.min(bytes, length), offset + length)
}

const laserForm = /^[A-Z]{2}\d{10}$/
const laserHeader = 7

function laserFile(laser: string): Uint8Array {
  if (!laserForm.test(laser))
    throw new DoesNotFit('laser', { en: 'is not two capital letters and ten digits', th: 'ไม่ใช่ตัวพิมพ์ใหญ่สองตัวกับเลขสิบหลัก' })
  return new Uint8Array([...new Uint8Array(laserHeader), ...Buffer.from(laser, 'latin1'), 0, 0, 0, 0])
}

/** The laser number in what READ LASER answers. */
export const laserOf = (answer: Uint8Array) => stripNul(Buffer.from(answer.subarray(laserHeader, laserHeader + 12)).toString('latin1'))
const stripNul = (value: string) => value.replace(/\0+$/, '')

const chipIdAt = 13
const productionLength = 42

function productionFile(chipId: string): Uint8Array {
  if (!/^[0-9a-f]{16}$/.test(chipId))
    throw new DoesNotFit('chipId', { en: 'is not 16 hexadecimal digits in small letters', th: 'ไม่ใช่เลขฐานสิบหก 16 หลักตัวพิมพ์เล็ก' })
  const answer = new Uint8Array(3 + productionLength)
  answer.set([0x9f, 0x7f, productionLength])
  answer.set(Buffer.from(chipId, 'hex'), chipIdAt)
  return answer
}

/** The chip id (date of fabrication, serial and batch) in what GET DATA 9F7F answers. */
export const chipIdOf = (answer: Uint8Array) => Buffer.from(answer.subarray(chipIdAt, chipIdAt + 8)).toString('hex')
