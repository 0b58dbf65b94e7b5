/** What is remembered of one condition between evaluations. */
export interface Held {
  isHeld: boolean
  /** Since when it is otherwise than `isHeld` says. */
  changingSinceMs?: number
}

/**
 * A condition counts once two evaluations, `holdMs` apart or more, saw it without a break, and
 * stops to count in the same way: what comes and goes changes nothing.
 */
export const sustain = (
  before: Held | undefined,
  isSeen: boolean,
  { atMs, holdMs }: { atMs: number; holdMs: number },
): Held => {
  const isHeld = before?.isHeld ?? false
  if (isSeen === isHeld) return { isHeld }
  const sinceMs = before?.changingSinceMs
  if (sinceMs === undefined) return { isHeld, changingSinceMs: atMs }
  return atMs - sinceMs >= holdMs ? { isHeld: isSeen } : { isHeld, changingSinceMs: sinceMs }
}

/** Since when something is as it is. */
export interface Unchanged {
  value: string
  sinceMs: number
}

/** Notes a value; the time stands still while the value does. */
export const unchanged = (before: Unchanged | undefined, value: string, atMs: number): Unchanged =>
  before?.value === value ? before : { value, sinceMs: atMs }
