import { compareStreamIds, type StreamId } from '@/ledger/streamId'

import type { FeedEntry } from './feedEntry'
import type { RoutedEntry } from './filter'
import { changeMessage } from './sse'

/** A change with its message, encoded once for all clients; the frame's text is not kept beside it. */
export interface RecentEntry extends RoutedEntry {
  message: Uint8Array
}

/** Encodes an entry's message. */
export const toRecentEntry = ({ frame, ...entry }: FeedEntry): RecentEntry => ({
  ...entry,
  message: changeMessage(entry.position, frame),
})

/** The newest part of the feed, kept in memory for all clients of this process. */
export interface RecentEntries {
  add: (entries: readonly FeedEntry[]) => void
  /** Whether everything after the position is here. */
  reachesBackTo: (position: StreamId) => boolean
  /** The first entries after a position, oldest first. */
  after: (position: StreamId, count: number) => readonly RecentEntry[]
  /** Forgets everything and begins after `position`. */
  reset: (position: StreamId) => void
}

/** @see RecentEntries */
export const createRecentEntries = ({
  begin,
  maximumBytes,
  maximumEntries,
}: {
  begin: StreamId
  maximumBytes: number
  maximumEntries: number
}): RecentEntries => {
  let entries: RecentEntry[] = []
  let bytes = 0
  /** Everything after this position is in `entries`. */
  let beginning = begin

  const shrink = (): void => {
    let drop = 0
    while (
      drop < entries.length &&
      (entries.length - drop > maximumEntries || bytes > maximumBytes)
    ) {
      bytes -= entries[drop]!.message.byteLength
      drop++
    }
    if (drop === 0) return
    beginning = entries[drop - 1]!.position
    entries = entries.slice(drop)
  }

  return {
    add: (added) => {
      for (const entry of added.map(toRecentEntry)) {
        bytes += entry.message.byteLength
        entries.push(entry)
      }
      // Dropping in steps of a tenth spares copying the list for every entry.
      if (entries.length > maximumEntries * 1.1 || bytes > maximumBytes) shrink()
    },
    reachesBackTo: (position) => compareStreamIds(position, beginning) >= 0,
    after: (position, count) => {
      const start = indexAfter(entries, position)
      return entries.slice(start, start + count)
    },
    reset: (position) => {
      entries = []
      bytes = 0
      beginning = position
    },
  }
}

const indexAfter = (entries: readonly RecentEntry[], position: StreamId): number => {
  let low = 0
  let high = entries.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (compareStreamIds(entries[middle]!.position, position) > 0) high = middle
    else low = middle + 1
  }
  return low
}
