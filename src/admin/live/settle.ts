/** What the reader sees, and how much waits above it. */
export interface Settled {
  shown: string[]
  /** Ids that belong above the first shown one and wait for the reader. */
  waiting: string[]
}

/**
 * Decides what a list shows next. A list at rest takes the wanted order at once. A held one (the
 * reader points at it, works in it, or has scrolled away from its top) keeps every item in its
 * place: what belongs further down is added at the end, what belongs above or between waits.
 * The array of shown ids stays the same where nothing changes.
 */
export const settle = ({
  isHeld,
  shown,
  wanted,
}: {
  isHeld: boolean
  shown: string[]
  wanted: string[]
}): Settled => {
  if (!isHeld || shown.length === 0)
    return { shown: isSame(shown, wanted) ? shown : wanted, waiting: [] }
  const present = new Set(shown)
  const lastShown = wanted.findLastIndex((id) => present.has(id))
  const added = wanted.slice(lastShown + 1).filter((id) => !present.has(id))
  // Where nothing shown is wanted any more, everything wanted waits.
  if (lastShown === -1) return { shown, waiting: wanted }
  return {
    shown: added.length === 0 ? shown : [...shown, ...added],
    waiting: wanted.slice(0, lastShown).filter((id) => !present.has(id)),
  }
}

const isSame = (left: string[], right: string[]): boolean =>
  left.length === right.length && left.every((id, index) => id === right[index])
