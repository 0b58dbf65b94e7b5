/** Keeps answers for a moment, and lets those who ask the same at once share one. */
export interface Recent<T> {
  get: (key: string, read: () => Promise<T>) => Promise<T>
}

/**
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
  const kept = new Map<string, { answer: Promise<T>; settledAtMs?: number }>()
  return {
    get: (key, read) => {
      const known = kept.get(key)
      if (known && (known.settledAtMs === undefined || now() - known.settledAtMs < keepMs))
        return known.answer
      const entry: { answer: Promise<T>; settledAtMs?: number } = { answer: read() }
      kept.delete(key)
      kept.set(key, entry)
      if (kept.size > maximum) kept.delete(kept.keys().next().value!)
      entry.answer.then(
        () => {
          entry.settledAtMs = now()
        },
        () => {
          if (kept.get(key) === entry) kept.delete(key)
        },
      )
      return entry.answer
    },
  }
}
