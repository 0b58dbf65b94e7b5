/** Keeps answers for a moment, and lets those who ask the same at once share one. */
export interface Recent<T> {
  get: (key: string, read: () => Promise<T>) => Promise<T>
}

/**
 * No answer tells of a time before it was asked for by more than `keepMs`: its age counts from where
 * it began to be read.
 * @param keepMs how long an answer counts as present
 * @param maximum how many answers are kept; the oldest one makes room
 */
export const createRecent = <T>({
  keepMs,
  maximum = 100,
  now = () => Date.now(),
}: {
  keepMs: number
  maximum?: number
  now?: () => number
}): Recent<T> => {
  const kept = new Map<string, { answer: Promise<T>; sinceMs: number }>()
  return {
    get: (key, read) => {
      const known = kept.get(key)
      if (known && now() - known.sinceMs < keepMs) return known.answer
      const entry = { answer: read(), sinceMs: now() }
      kept.delete(key)
      kept.set(key, entry)
      if (kept.size > maximum) kept.delete(kept.keys().next().value!)
      entry.answer.catch(() => {
        if (kept.get(key) === entry) kept.delete(key)
      })
      return entry.answer
    },
  }
}
