import type { LedgerEntry } from '@/ledger/entry'

/** A batch of very large entries is written in several transactions of about so many bytes. */
export const maximumChunkBytes = 8 * 1024 * 1024

/** Characters of all names and values. */
export const sizeOf = (entries: readonly LedgerEntry[]): number =>
  entries.reduce((size, { fields }) => fields.reduce((sum, text) => sum + text.length, size), 0)

/** Parts of a batch, each of them below a size unless one entry alone is above it. */
export function* chunksOf(
  entries: readonly LedgerEntry[],
  maximumSize = maximumChunkBytes,
): Generator<LedgerEntry[]> {
  let chunk: LedgerEntry[] = []
  let held = 0
  for (const entry of entries) {
    const size = sizeOf([entry])
    if (chunk.length > 0 && held + size > maximumSize) {
      yield chunk
      chunk = []
      held = 0
    }
    chunk.push(entry)
    held += size
  }
  if (chunk.length > 0) yield chunk
}
