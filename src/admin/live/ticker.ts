/**
 * One clock for every relative time of the tab: all of them move together, once a second, and
 * none runs while nothing shows one or nobody looks.
 */
const watchers = new Set<() => void>()
let now = Date.now()
let timer: ReturnType<typeof setInterval> | undefined

/** The present, in milliseconds; the same value for everything that renders within one second. */
export const getNow = (): number => now

/** Calls `watcher` once a second until the returned function is called. */
export const watchNow = (watcher: () => void): (() => void) => {
  watchers.add(watcher)
  if (timer === undefined) {
    now = Date.now()
    timer = setInterval(tick, 1_000)
  }
  return () => {
    watchers.delete(watcher)
    if (watchers.size === 0) {
      clearInterval(timer)
      timer = undefined
    }
  }
}

const tick = (): void => {
  if (document.hidden) return
  now = Date.now()
  for (const watcher of watchers) watcher()
}
