/** Applets of the Thai national ID card, by their AID in hexadecimal digits (public readers). */
export const applets = {
  citizen: 'a000000054480001',
  rights: 'a000000054480083',
  laser: 'a000000084060002',
} as const

export type Applet = keyof typeof applets

const byAid = new Map<string, Applet>(Object.entries(applets).map(([applet, aid]) => [aid, applet as Applet]))

/** The applet of an AID. Nobody sends a part of one; the old citizen applet (…54480011) is not on a card of today. */
export const appletOf = (aid: Uint8Array): Applet | undefined => byAid.get(Buffer.from(aid).toString('hex'))
