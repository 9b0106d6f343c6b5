import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { demoCards } from '../../fixtures/cards/index.ts'
import { ordinary } from '../../fixtures/cards/people.ts'
import { isThaiCard } from '../cards.ts'
import type { ChipContents } from './card-data.ts'
import { DoesNotFit } from './codecs.ts'
import { citizenFile, rightsFile } from './layout.ts'
import { contentsOf, personalise } from './personalise.ts'

describe.each(demoCards.filter(isThaiCard).map((card) => [card.card, card] as const))('The chip of %s', (_, card) => {
  const files = personalise(card)
  it('has files of the right size, with the citizen id at 0004', () => {
    expect([files.citizen.length, files.rights?.length]).toEqual([citizenFile.size, card.rights && rightsFile.size])
    expect(Buffer.from(files.citizen.subarray(4, 17)).toString('latin1')).toBe(card.data.pid)
  })

  it('becomes the same files again from what is read of it', () => {
    expect(personalise(contentsOf(files))).toEqual(files)
  })
})

const fits = (bytes: number) =>
  fc.string({ unit: fc.constantFrom(...'กขคงนภมรวศ่้็ะาิุABCxyz019.-/ '), maxLength: bytes }).map((text) => text.trim())
const ascii = (bytes: number) => fc.string({ unit: fc.constantFrom(...'ABCxyz019.-/ '), maxLength: bytes }).map((text) => text.trim())
const date = fc.oneof(fc.stringMatching(/^\d{8}$/), fc.stringMatching(/^\d{4}$/), fc.constant(''), fc.constant('99999999'))
const name = (part: fc.Arbitrary<string>) =>
  fc
    .record({ title: part, first: part, middle: part, last: part })
    .chain((whole) => fc.constantFrom(whole, { title: whole.title, first: whole.first, last: whole.last }))
const person: fc.Arbitrary<ChipContents> = fc.record({
  data: fc.record({
    pid: fc.stringMatching(/^[1-8]9999\d{8}$/),
    thaiName: name(fits(24)),
    englishName: name(ascii(24)),
    birthDate: date,
    sex: fc.constantFrom(1, 2),
    requestNumber: ascii(20),
    issuer: fits(100),
    issuerCode: ascii(13),
    issueDate: date,
    expiryDate: date,
    cardType: ascii(2),
    address: fc.record({
      house: fits(19),
      moo: fits(19),
      trok: fits(19),
      soi: fits(19),
      road: fits(19),
      tambon: fits(19),
      amphoe: fits(19),
      province: fits(19),
    }),
    photoNumber: ascii(14),
    photo: fc.uint8Array({ maxLength: 5096 }).map((bytes) => Uint8Array.of(0xff, 0xd8, ...bytes.map((byte) => byte & 0x7f), 0xff, 0xd9)),
  }),
  rights: fc.record({
    mainRight: fits(60),
    subRight: fits(100),
    mainHospital: fits(80),
    subHospital: fits(80),
    paidType: fc.stringMatching(/^\d$/),
    issueDate: date,
    expiryDate: date,
    updateDate: date,
    hospitalChanges: fc.stringMatching(/^\d$/),
  }),
  laser: fc.stringMatching(/^[A-Z]{2}\d{10}$/),
  chipId: fc.stringMatching(/^[0-9a-f]{16}$/),
})

describe('A person', () => {
  it('becomes a card, and is the same when read from it', () => {
    fc.assert(
      fc.property(person, (contents) => {
        expect(contentsOf(personalise(contents))).toEqual(contents)
      }),
      { numRuns: 300 },
    )
  })

  it('stands on the card byte for byte where readers look', () => {
    const { citizen, rights } = personalise(ordinary)
    const at = (file: Uint8Array, offset: number, length: number) => Buffer.from(file.subarray(offset, offset + length))
    expect(at(citizen, 0x0000, 4).toString()).toBe('0003')
    expect(at(citizen, 0x0011, 24).toString('hex')).toBe(
      ['b9d2a7', '23', 'cac1c8c3d5', '2323', 'b5d1c7cdc2e8d2a7', '20'.repeat(5)].join(''),
    )
    expect(at(citizen, 0x0075, 24).toString()).toBe('Mrs.#Somsri##Tuayang    ')
    expect(at(citizen, 0x00d9, 9).toString()).toBe('250103142')
    expect(at(citizen, 0x0167, 18).toString()).toBe('256501012573123101')
    expect(at(citizen, 0x0179, 4).toString('hex')).toBe(`${ordinary.data.photo.length.toString(16).padStart(4, '0')}ffd8`)
    expect(
      at(citizen, 0x017b + ordinary.data.photo.length, 0x1579 - 0x017b - ordinary.data.photo.length).every((byte) => byte === 0x20),
    ).toBe(true)
    expect(at(citizen, 0x1579, 14).toString('hex')).toBe(['39392f39', '23232323', 'b6b9b9cac1c1'].join(''))
    expect(at(rights!, 0x0145, 8).toString()).toBe('25650101')
  })

  it.each<[string, object, string, RegExp]>([
    [
      'a name that is too long',
      { thaiName: { title: 'นาย', first: 'ก'.repeat(90), middle: '', last: 'ขขขขข' } },
      'data.thaiName',
      /takes 101 bytes; the card has room for 100/,
    ],
    [
      'a letter that TIS-620 does not have',
      { thaiName: { title: 'นาย', first: 'Zoé', middle: '', last: 'ก' } },
      'data.thaiName',
      /holds “é”/,
    ],
    [
      'Thai in the English name',
      { englishName: { title: 'Mr.', first: 'สมชาย', middle: '', last: 'X' } },
      'data.englishName',
      /is not plain ASCII/,
    ],
    ['a # within a part', { thaiName: { title: 'นาย', first: 'a#b', middle: '', last: 'ก' } }, 'data.thaiName', /holds “#”/],
    [
      'an address of more than 160 bytes',
      { address: { ...ordinary.data.address, road: 'ก'.repeat(150) } },
      'data.address',
      /takes \d+ bytes; the card has room for 160/,
    ],
    ['a citizen id of 12 digits', { pid: '199990000001' }, 'data.pid', /is not 13 digits/],
    ['a date with a month alone', { expiryDate: '256501' }, 'data.expiryDate', /is not YYYYMMDD/],
    [
      'a photo of 5,101 bytes',
      { photo: Uint8Array.of(0xff, 0xd8, ...new Uint8Array(5097), 0xff, 0xd9) },
      'data.photo',
      /has 5101 bytes; readers take 5100/,
    ],
    ['a PNG', { photo: Uint8Array.of(0x89, 0x50, 0x4e, 0x47) }, 'data.photo', /is not a JPEG: it does not begin/],
    [
      'a photo with an end in the middle',
      { photo: Uint8Array.of(0xff, 0xd8, 0xff, 0xd9, 0xff, 0xd9) },
      'data.photo',
      /FFD9 stands elsewhere too/,
    ],
    ['a photo with a preview in it', { photo: Uint8Array.of(0xff, 0xd8, 0xff, 0xd8, 0xff, 0xd9) }, 'data.photo', /FFD8 stands in it twice/],
  ])('is refused by the field and the reason for %s', (_what, change, field, reason) => {
    const contents = { ...ordinary, data: { ...ordinary.data, ...change } } as ChipContents
    let refusal: unknown
    try {
      personalise(contents)
    } catch (error) {
      refusal = error
    }
    expect(refusal).toBeInstanceOf(DoesNotFit)
    expect((refusal as DoesNotFit).field).toBe(field)
    expect((refusal as DoesNotFit).reason.en).toMatch(reason)
    expect((refusal as DoesNotFit).reason.th).toMatch(/[ก-๙]/)
  })

  it.each([
    ['laser', { laser: 'A1234' }],
    ['chipId', { chipId: 'nothing' }],
    ['rights.mainRight', { rights: { ...ordinary.rights!, mainRight: 'ก'.repeat(61) } }],
  ])('is refused for %s as well', (field, change) => {
    expect(() => personalise({ ...ordinary, ...change })).toThrow(expect.objectContaining({ field }))
  })
})
