import { isLater, type StreamId } from '@/ledger/streamId'

import type { Stamps } from './documents'

interface Stamped {
  ledger: { stamps: Stamps }
}

/**
 * Sets one field if no later event has set it already: of two events that set the same field the
 * one with the greater stream id wins, even if it was projected first.
 * @param target a document that may be changed in place (a fresh copy)
 */
export const setField = <T extends Stamped, K extends keyof T & string>(
  target: T,
  field: K,
  value: T[K],
  by: StreamId,
): void => {
  if (!isLater(by, target.ledger.stamps[field])) return
  target.ledger.stamps[field] = by
  target[field] = value
}

/** Sets every field that `change` holds, each by itself. */
export const setFields = <T extends Stamped>(target: T, change: Partial<T>, by: StreamId): void => {
  for (const [field, value] of Object.entries(change))
    setField(target, field as keyof T & string, value as T[keyof T & string], by)
}
