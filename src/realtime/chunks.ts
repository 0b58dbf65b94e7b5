import type { StreamId } from '@/ledger/streamId'

import type { Filter } from './filter'
import type { RecentEntry } from './recentEntries'

/** The next part of the feed for one client. */
export interface Chunk {
  /** Everything up to here is in the message or not wanted; absent where there is nothing new. */
  position?: StreamId
  /** Absent where nothing of it is wanted. */
  message?: Uint8Array
  /** Something before it is missing. */
  isLost?: boolean
}

/**
 * Joins the messages of a place's next entries, once for all clients that stand there and want the
 * same: a thousand boards share one piece of memory, however many of them have yet to take it.
 */
export interface Chunks {
  /** What follows `cursor`, out of `entries`, which begin there. */
  of: (cursor: StreamId, filter: Filter, entries: () => readonly RecentEntry[]) => Chunk
  /** The feed has changed: what follows a place may be more by now, or something else. */
  forget: () => void
}

/** A reader that stops reading holds one chunk; a larger message makes a chunk of its own. */
export const maximumChunkBytes = 64 * 1024

/** Clients at so many different places are served from memory that they share. */
const maximumShared = 256

/** @see Chunks */
export const createChunks = (): Chunks => {
  const shared = new Map<string, Chunk>()
  return {
    of: (cursor, filter, entries) => {
      if (filter.sharedAs === undefined) return join(entries(), filter)
      const key = `${cursor} ${filter.sharedAs}`
      const known = shared.get(key)
      if (known) return known
      const chunk = join(entries(), filter)
      if (shared.size < maximumShared) shared.set(key, chunk)
      return chunk
    },
    forget: () => shared.clear(),
  }
}

/** The first entries as one chunk, as far as it may be long. */
export const join = (entries: readonly RecentEntry[], filter: Filter): Chunk => {
  const wanted: Uint8Array[] = []
  let bytes = 0
  let position: StreamId | undefined
  for (const entry of entries) {
    // A learning filter is asked once for each entry: one that does not fit must not be asked yet.
    if (bytes > 0 && bytes + entry.message.byteLength > maximumChunkBytes) break
    position = entry.position
    if (!filter.wants(entry)) continue
    const message = filter.show?.(entry) ?? entry.message
    wanted.push(message)
    bytes += message.byteLength
  }
  if (position === undefined) return {}
  if (wanted.length === 0) return { position }
  return { position, message: wanted.length === 1 ? wanted[0]! : Buffer.concat(wanted, bytes) }
}
