import { setImmediate as others } from 'node:timers/promises'

/** Long enough to get on, short enough that nobody notices. */
const sliceMs = 5

/** To be awaited between the steps of long work: other calls take their turn every few milliseconds. */
export function slices(): () => Promise<void> {
  let began = performance.now()
  return async () => {
    if (performance.now() - began < sliceMs) return
    await others()
    began = performance.now()
  }
}
