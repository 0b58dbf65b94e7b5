/** Keeps two beginnings of a repeated work apart. */
export interface Pace {
  /** Waits until the last wait ended at least `apartMs` ago; not at all where that is so already. */
  wait: (apartMs: number) => Promise<void>
}

/** @see Pace */
export const createPace = (now: () => number = () => performance.now()): Pace => {
  let last = -Infinity
  return {
    wait: async (apartMs) => {
      const leftMs = last + apartMs - now()
      // A timer counts in whole milliseconds.
      if (leftMs >= 1) await new Promise((resolve) => setTimeout(resolve, leftMs))
      last = now()
    },
  }
}
