import type { LedgerEntry } from '@/ledger/entry'

/** A batch of very large entries is written in several transactions of about so many bytes. */
export const maximumChunkBytes = 8 * 1024 * 1024

/** Characters of all names and values. */
export const sizeOf = ({ fields }: LedgerEntry): number =>
  fields.reduce((sum, text) => sum + text.length, 0)

/** Parts of a batch, each of them below a size unless one entry alone is above it. */
export function* chunksOf<Entry extends { size: number }>(
  entries: readonly Entry[],
  maximumSize = maximumChunkBytes,
): Generator<Entry[]> {
  let chunk: Entry[] = []
  let held = 0
  for (const entry of entries) {
    if (chunk.length > 0 && held + entry.size > maximumSize) {
      yield chunk
      chunk = []
      held = 0
    }
    chunk.push(entry)
    held += entry.size
  }
  if (chunk.length > 0) yield chunk
}
