/** A comment segment is at least this long: marker and length. */
const shortestComment = 4

/** The same picture in a file of exactly so many bytes, by a comment; undefined where there is no room for one. */
export function lengthened(jpeg: Uint8Array, length: number): Uint8Array | undefined {
  const more = length - jpeg.length
  if (more === 0) return jpeg
  if (more < shortestComment) return undefined
  const comment = Buffer.alloc(more, 'synthetic')
  comment.writeUInt16BE(0xfffe, 0)
  comment.writeUInt16BE(more - 2, 2)
  return new Uint8Array(Buffer.concat([jpeg.subarray(0, 2), comment, jpeg.subarray(2)]))
}
