import { randomUUID } from 'node:crypto'

import type { Store } from '@/projector/store'
import { sleep } from '@/projector/sleep'

import { type ExportedEvent, sizeOf, toExportedEvent } from './exportedEvent'
import type { ExportPosition } from './position'
import { readApplied, readGeneration, readingMajority, readOutstanding } from './readArchive'
import type { Sink } from './sink'
import { identifyArchive, openClaims } from './witness'

/** What an export works with. */
export interface ExportParts {
  store: Store
  sink: Sink
  /** Ends it soon; what was written stays, and the next one goes on from there. */
  signal: AbortSignal
  /** Goes on with what is archived later, asking so often; otherwise it ends with what there is. */
  followEveryMs?: number
  /** Called before the first row leaves. */
  onBegin?: (position: ExportPosition) => Promise<void>
  /** Called after each write. */
  onProgress?: (progress: ExportProgress) => void
}

/** What an export has done so far. */
export interface ExportProgress {
  /** Rows that were added or replaced by this run. */
  rows: number
  position: ExportPosition
}

/** What an export has done. */
export interface ExportSummary extends ExportProgress {
  /** Nothing that was archived when the last look began is missing in the sink. */
  isComplete: boolean
}

/**
 * Streams the archive to a sink, from wherever the sink is, in the order of commits. Kill it at any
 * point: the next run neither misses nor repeats a row.
 * @throws {ExportRefused} where the sink does not belong to this archive as it is
 * @throws what the engines and the sink throw; the next run goes on
 */
export const exportArchive = async (parts: ExportParts): Promise<ExportSummary> => {
  const store = readingMajority(parts.store)
  const { followEveryMs, onBegin, onProgress, signal, sink } = parts
  const identity = await identifyArchive(store)
  try {
    let position = await sink.open(await begin(store, identity))
    const claims = await openClaims(store, position, { identity, place: sink.place })
    await onBegin?.(position)
    let rows = 0
    let isComplete = false

    const commit = async (
      written: readonly ExportedEvent[],
      moved: Partial<ExportPosition>,
      how: 'write' | 'restate' = 'write',
    ): Promise<void> => {
      const next = { ...position, ...moved, sequence: await claims.next() }
      await sink[how](written, next)
      position = next
      rows += written.length
      onProgress?.({ rows, position })
    }

    do {
      isComplete = await exportOutstanding(store, position, { commit, signal })
      if (isComplete) isComplete = await restateAdopted(store, position, { commit, signal, sink })
      if (followEveryMs !== undefined && !signal.aborted) await sleep(followEveryMs, signal)
    } while (followEveryMs !== undefined && !signal.aborted)
    return { rows, position, isComplete }
  } finally {
    await sink.close()
  }
}

type Commit = (
  rows: readonly ExportedEvent[],
  moved: Partial<ExportPosition>,
  how?: 'write' | 'restate',
) => Promise<void>

/** Enough for one write. */
const maximumRows = 20_000
const maximumCharacters = 16 * 1024 * 1024

/** Writes what is committed by now; empty batches alone move nothing. @returns false where it was ended */
const exportOutstanding = async (
  store: Store,
  position: ExportPosition,
  { commit, signal }: { commit: Commit; signal: AbortSignal },
): Promise<boolean> => {
  let rows = new Map<string, ExportedEvent>()
  let size = 0
  let moved: Partial<ExportPosition> = {}
  const flush = async (): Promise<void> => {
    const written = [...rows].sort(([left], [right]) => (left < right ? -1 : 1))
    if (written.length > 0)
      await commit(
        written.map(([, row]) => row),
        moved,
      )
    rows = new Map()
    size = 0
    moved = {}
  }
  for await (const slice of readOutstanding(store, position)) {
    if (signal.aborted) return false
    // What has no stamp is written before the passages are looked at: it may get one meanwhile.
    if (slice.moved.older) await flush()
    for (const entry of slice.entries) {
      const row = toExportedEvent(entry)
      rows.set(entry._id, row)
      size += sizeOf(row)
    }
    moved = { ...moved, ...slice.moved }
    if (slice.moved.older?.isDone && rows.size === 0) await commit([], moved)
    else if (slice.moved.older || rows.size >= maximumRows || size >= maximumCharacters)
      await flush()
  }
  if (signal.aborted) return false
  await flush()
  return true
}

/**
 * A rebuild counts entries that were ignored when they came, and gives them no other stamp: after
 * one, the rows that say `ignored` are compared with the archive.
 * @returns false where it was ended
 */
const restateAdopted = async (
  store: Store,
  position: ExportPosition,
  { commit, signal, sink }: { commit: Commit; signal: AbortSignal; sink: Sink },
): Promise<boolean> => {
  const generation = await readGeneration(store)
  if (generation <= position.generation) return true
  for await (const ids of sink.ignored()) {
    if (signal.aborted) return false
    const adopted = await readApplied(store, ids)
    if (adopted.length > 0) await commit(adopted.map(toExportedEvent), {}, 'restate')
  }
  await commit([], { generation })
  return true
}

/** Where an export begins that has nothing yet. */
const begin = async (store: Store, archive: string): Promise<ExportPosition> => ({
  archive,
  exportId: randomUUID(),
  sequence: 0,
  older: { after: null, isDone: false },
  passages: [],
  generation: await readGeneration(store),
})
