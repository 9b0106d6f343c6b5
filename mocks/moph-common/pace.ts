import { Refusal } from '../../src/upstream/refusal.ts'
import type { Pace } from '../../src/upstream/upstream.ts'
import type { World } from '../../src/upstream/world.ts'

const callsAllowed = 10
const callsBanned = 30
const banMs = 30 * 60_000

/** 10 calls a second for each account; an address that makes more than 30 is banned for 30 minutes (MOPH Immunization Center API v1.15). */
export function overPace(account: string, pace: Pace, { clock, via }: World): Refusal | undefined {
  const now = clock.now()
  const address = entryOf(pace, `address ${via.address}`)
  if (address.bannedUntil > now) return new Refusal('address-banned', { pointer: '/' })
  if (count(address, now) > callsBanned) {
    address.bannedUntil = now + banMs
    return new Refusal('address-banned', { pointer: '/' })
  }
  if (count(entryOf(pace, `account ${account}`), now) > callsAllowed) return new Refusal('too-many-requests', { pointer: '/' })
  return undefined
}

type Entry = Pace extends Map<string, infer E> ? E : never

function entryOf(pace: Pace, key: string): Entry {
  const known = pace.get(key)
  if (known) return known
  const entry = { second: 0, calls: 0, bannedUntil: 0 }
  pace.set(key, entry)
  return entry
}

function count(entry: Entry, now: number): number {
  const second = Math.floor(now / 1000)
  if (entry.second !== second) {
    entry.second = second
    entry.calls = 0
  }
  return ++entry.calls
}
