/**
 * How much of a value is looked at for all that is wrong with it. More than a person reads, and little enough that no call takes long: what
 * lies beyond is refused all the same, since the whole value has been checked before.
 */
const mostNodes = 2000
/** One more than any list of the specs may hold, so that a list that is too long still is. */
const longestList = 501
/** Names that no schema of the operation knows, of one object. */
const mostUnknown = 60
/** No schema of the specs goes so deep. */
const deepest = 32

/** A value cut down to what can be looked at, and whether anything was left out. */
export interface Shortened {
  value: unknown
  cut: boolean
}

/**
 * A copy of a value with its long lists, its crowds of unknown names and its deep nests cut off. A name that `isKnown` stays, so that
 * nothing is missing that was there, and each list keeps its first item.
 */
export function shortened(value: unknown, isKnown: (name: string) => boolean): Shortened {
  let left = mostNodes
  let cut = false

  const copy = (item: unknown, depth: number): unknown => {
    left--
    if (item === null || typeof item !== 'object') return item
    if (depth > deepest) {
      cut = true
      return Array.isArray(item) ? [] : {}
    }
    return Array.isArray(item) ? list(item, depth) : object(item as Record<string, unknown>, depth)
  }

  const list = (items: readonly unknown[], depth: number): unknown[] => {
    const kept: unknown[] = []
    for (const item of items) {
      if (kept.length > 0 && (left <= 0 || kept.length >= longestList)) break
      kept.push(copy(item, depth + 1))
    }
    cut ||= kept.length < items.length
    return kept
  }

  const object = (properties: Record<string, unknown>, depth: number): Record<string, unknown> => {
    const kept: Record<string, unknown> = Object.create(null)
    let unknown = 0
    for (const name in properties) {
      if (!isKnown(name) && (left <= 0 || ++unknown > mostUnknown)) {
        cut = true
        continue
      }
      kept[name] = copy(properties[name], depth + 1)
    }
    return kept
  }

  return { value: copy(value, 0), cut }
}
