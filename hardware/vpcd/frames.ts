/** A message as vpcd sends and takes it: two bytes of length, the higher first, and the payload. */
export function frame(payload: Uint8Array): Uint8Array {
  const message = new Uint8Array(2 + payload.length)
  message[0] = payload.length >> 8
  message[1] = payload.length & 0xff
  message.set(payload, 2)
  return message
}

/** Puts messages together again, however the network has cut or joined them. */
export class FrameReader {
  #rest: Uint8Array = new Uint8Array(0)

  /** The payloads that are whole now that these bytes have come. */
  take(chunk: Uint8Array): Uint8Array[] {
    const payloads: Uint8Array[] = []
    let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    while (bytes.length >= 2) {
      const end = 2 + ((bytes[0]! << 8) | bytes[1]!)
      if (bytes.length < end) break
      payloads.push(bytes.subarray(2, end))
      bytes = bytes.subarray(end)
    }
    this.#rest = bytes
    return payloads
  }
}
