import { type Applet, applets } from '../card/applets.ts'
import type { CardData, CardRights } from '../card/card-data.ts'
import { citizenFile, type Place, photoCapacity, rightsFile } from '../card/layout.ts'
import { chipIdOf, citizenField, laserOf, rightsField } from '../card/personalise.ts'
import { dataOf, type Transmit, UnexpectedAnswer } from './exchange.ts'

export interface ReadOptions {
  /** Answer to reset of the card. */
  atr: Uint8Array
  /** With the photo, which is most of the work. */
  photo: boolean
  /** Told of the citizen id as soon as it is known. */
  onPid?: (pid: string) => void
}

/** It answers, but has no citizen applet. */
export class NoThaiIdCard extends Error {}

/** Bytes of one read of the photo, as most readers do it. */
const photoBlock = 255

/** Reads the citizen applet of a Thai ID card: with the photo 57 commands. What stands on it is taken as it is, impossible dates too. */
export async function readIdCard(transmit: Transmit, { atr, photo, onPid }: ReadOptions): Promise<CardData> {
  const p2 = responseP2(atr)
  await select('citizen', transmit)
  const bytes = (what: string, place: Place) => read(what, place, transmit, p2)
  const block = async (what: string, fields: readonly (keyof CardData)[], length: number) => {
    const places = fields.map((field) => citizenFile[field])
    const all = await bytes(what, { offset: places[0]!.offset, length })
    return fields.map((_, index) => all.subarray(places[index]!.offset - places[0]!.offset).subarray(0, places[index]!.length))
  }
  const pid = citizenField('pid', await bytes('The citizen id', citizenFile.pid))
  if (!/^\d{13}$/.test(pid)) throw new UnexpectedData('The citizen id is not 13 digits')
  onPid?.(pid)
  const [thaiName, englishName, birthDate, sex] = await block(
    'Names, birth date and sex',
    ['thaiName', 'englishName', 'birthDate', 'sex'],
    209,
  )
  const [issueDate, expiryDate, cardType] = await block('Dates and type of the card', ['issueDate', 'expiryDate', 'cardType'], 18)
  return {
    pid,
    thaiName: citizenField('thaiName', thaiName!),
    englishName: citizenField('englishName', englishName!),
    birthDate: citizenField('birthDate', birthDate!),
    sex: citizenField('sex', sex!),
    requestNumber: citizenField('requestNumber', await bytes('The request number', citizenFile.requestNumber)),
    issuer: citizenField('issuer', await bytes('The issuing place', citizenFile.issuer)),
    issuerCode: citizenField('issuerCode', await bytes('The code of the issuer', citizenFile.issuerCode)),
    issueDate: citizenField('issueDate', issueDate!),
    expiryDate: citizenField('expiryDate', expiryDate!),
    cardType: citizenField('cardType', cardType!),
    address: citizenField('address', await bytes('The address', citizenFile.address)),
    photoNumber: citizenField('photoNumber', await bytes('The number below the photo', citizenFile.photoNumber)),
    ...(photo && { photo: await readPhoto(bytes) }),
  }
}

/** A card that answers well, but with what no card holds. */
export class UnexpectedData extends Error {}

async function readPhoto(bytes: (what: string, place: Place) => Promise<Uint8Array>): Promise<Uint8Array> {
  const blocks: Uint8Array[] = []
  for (let done = 0; done < photoCapacity; done += photoBlock)
    blocks.push(await bytes('The photo', { offset: citizenFile.photo.offset + done, length: photoBlock }))
  const photo = Buffer.concat(blocks)
  if (photo.indexOf('ffd8', 0, 'hex') !== 0) throw new UnexpectedData('The photo does not begin as a JPEG')
  if (!photo.includes('ffd9', 0, 'hex')) throw new UnexpectedData('The photo is cut short: the end of the JPEG is missing')
  return new Uint8Array(citizenField('photo', photo))
}

/** What the other applets hold; each is undefined on cards that do not give it. */
export interface OtherApplets {
  rights: CardRights | undefined
  laser: string | undefined
  chipId: string | undefined
}

/** Reads what is beside the citizen applet. The chip id is the card manager's, so the card has to come from a reset. */
export async function readOtherApplets(transmit: Transmit, atr: Uint8Array): Promise<OtherApplets> {
  const p2 = responseP2(atr)
  const chipId = await ifThere(async () => chipIdOf(await dataOf('The chip id', transmit, Uint8Array.of(0x80, 0xca, 0x9f, 0x7f, 0x2d), p2)))
  const rights = await ifThere(async () => {
    await select('rights', transmit)
    return readRights((place) => read('The rights', place, transmit, p2))
  })
  const laser = await ifThere(async () => {
    await select('laser', transmit)
    return laserOf(await dataOf('The laser number', transmit, Uint8Array.of(0x80, 0x00, 0x00, 0x00, 0x17), p2))
  })
  return { chipId, rights, laser }
}

async function readRights(bytes: (place: Place) => Promise<Uint8Array>): Promise<CardRights> {
  const fields = Object.keys(rightsFile).filter((field) => field !== 'size') as (keyof CardRights)[]
  const rights: Partial<CardRights> = {}
  for (const field of fields) rights[field] = rightsField(field, await bytes(rightsFile[field]))
  return rights as CardRights
}

async function ifThere<Value>(reading: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await reading()
  } catch (error) {
    if (error instanceof UnexpectedAnswer || error instanceof NoThaiIdCard) return undefined
    throw error
  }
}

const responseP2 = (atr: Uint8Array) => (atr[0] === 0x3b && atr[1] === 0x67 ? 1 : 0)

/** What waits after SELECT is left there, as most readers do. */
async function select(applet: Applet, transmit: Transmit): Promise<void> {
  const answer = await transmit(new Uint8Array(Buffer.from(`00a4040008${applets[applet]}`, 'hex')))
  const [first, second] = answer.subarray(-2) as unknown as [number, number]
  if (first === 0x61 || (first === 0x90 && second === 0x00)) return
  const error = new UnexpectedAnswer(`SELECT of ${applet}`, answer)
  throw first === 0x6a && second === 0x82 ? new NoThaiIdCard(error.message) : error
}

async function read(what: string, { offset, length }: Place, transmit: Transmit, p2: number): Promise<Uint8Array> {
  const command = Uint8Array.of(0x80, 0xb0, offset >> 8, offset & 0xff, 0x02, length >> 8, length & 0xff)
  const data = await dataOf(what, transmit, command, p2)
  if (data.length !== length) throw new UnexpectedData(`${what}: ${data.length} bytes came instead of ${length}`)
  return data
}
