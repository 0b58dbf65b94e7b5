/**
 * Remembers, for this tab, how many messages of each conversation the reader has had before
 * their eyes: when the card was first shown, pointed at, focused or opened.
 */
export class SeenMessages {
  private readonly counts = new Map<string, number>()
  private readonly watchers = new Map<string, Set<() => void>>()

  /** How many messages came since the reader looked; a conversation that is new to the tab has none. */
  readonly unseen = (id: string, count: number): number => {
    const seen = this.counts.get(id)
    if (seen !== undefined) return Math.max(0, count - seen)
    this.counts.set(id, count)
    return 0
  }

  /** The reader has looked at the conversation while it had this many messages. */
  readonly look = (id: string, count: number): void => {
    if (this.counts.get(id) === count) return
    this.counts.set(id, count)
    for (const watcher of this.watchers.get(id) ?? []) watcher()
  }

  /** Calls `watcher` when the reader looks at this conversation. */
  readonly watch = (id: string, watcher: () => void): (() => void) => {
    const watchers = this.watchers.get(id) ?? new Set()
    this.watchers.set(id, watchers.add(watcher))
    return () => {
      watchers.delete(watcher)
      if (watchers.size === 0) this.watchers.delete(id)
    }
  }
}

/** What the reader of this tab has seen; it outlives a change of views. */
export const seenMessages = new SeenMessages()
