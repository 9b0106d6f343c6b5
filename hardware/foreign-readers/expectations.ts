import type { CardName } from '../card/card-data.ts'

/** A name as it is on the card, in parts: an empty middle name is one. */
export const partsOf = ({ title, first, middle, last }: CardName): string[] =>
  middle === undefined ? [title, first, last] : [title, first, middle, last]

/** A name with a space for each `#`: two where there is no middle name. */
export const withSpaces = (name: CardName): string => partsOf(name).join(' ').trim()

/** A photo to those who take all the bytes of its place: the image and the padding after it. */
export const paddedPhoto = (photo: Uint8Array, bytes: number): Buffer => Buffer.concat([photo, Buffer.alloc(bytes - photo.length, ' ')])
