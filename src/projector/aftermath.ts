/** What follows a commit: telling the screens, listing dead letters, acknowledging. */
export interface Aftermath {
  /**
   * Begins work as soon as all that was added before has ended well; after a failure nothing that
   * was added later is begun, so that no entry is acknowledged whose changes were not told.
   */
  add: (work: () => Promise<unknown>) => void
  /**
   * Waits until at most the work that was added since the last call is under way.
   * @throws what failed of the work before it
   */
  keepUp: () => Promise<void>
  /**
   * Waits for everything.
   * @throws what failed; afterwards the aftermath begins anew
   */
  settled: () => Promise<void>
}

/**
 * Lets what follows a commit go on beside the next transaction, in the order of the commits and
 * never more than one batch behind. A crash in between is harmless: what was committed and not
 * acknowledged is delivered again, recognised as a repeat and told again.
 */
export const createAftermath = (): Aftermath => {
  let latest: Promise<unknown> = Promise.resolve()
  let earlier: Promise<unknown> = latest

  return {
    add: (work) => {
      latest = latest.then(work)
      // Whoever waits for it hears of a failure; until then it must not go unheard.
      latest.catch(() => undefined)
    },
    keepUp: async () => {
      await earlier
      earlier = latest
    },
    settled: async () => {
      const all = latest
      try {
        await all
      } finally {
        if (latest === all) latest = Promise.resolve()
        earlier = latest
      }
    },
  }
}
