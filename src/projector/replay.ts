import { toEnvelope } from '@/ledger/entry'
import { compareStreamIds, type StreamId, toSortableId } from '@/ledger/streamId'

import { toParsedEntry } from './applyBatch'
import type { ProjectorParts } from './parts'
import { processBatch } from './processBatch'
import { readGroupStatus } from './status'
import { toEvent } from './readLedger'
import { archiveOf, type Store } from './store'
import { documentsOf, type Drift, verifiableNames, verifyDocument } from './verify'

/** What a replay found and did. */
export interface Replayed {
  /** Archived entries in the range: each is a repeat, and changes nothing. */
  repeats: number
  /** Of these, entries that are parked; they are left alone. */
  parked: number
  /** Entries that the stream still has and the archive had lost: projected now. */
  restored: number
  /** Documents that the range concerns and that were compared with their whole history. */
  checked: number
  /** Documents that are not what the ledger says; a replay cannot mend them, a rebuild does. */
  drifts: Drift[]
}

/**
 * Feeds a range of the ledger to the projector again. What the archive has is a repeat and changes
 * nothing, nor is anything told to the screens. What the stream still has and the archive has not
 * (it was restored from a backup) is projected now, as far as workers had read the stream: the rest
 * is theirs. Then every document that the range concerns is compared with the fold of its events.
 * @param projection compare the documents of this read model only
 */
export const replayRange = async (
  parts: ProjectorParts & { stream: string },
  {
    from,
    onProgress,
    projection,
    to,
  }: {
    from: StreamId
    to: StreamId
    projection?: string
    onProgress?: (progress: { repeats: number; checked: number }) => void
  },
): Promise<Replayed> => {
  const result: Replayed = { repeats: 0, parked: 0, restored: 0, checked: 0, drifts: [] }
  result.restored = await restoreFromStream(parts, from, to)
  const names = projection === undefined ? verifiableNames : [projection]
  const concerned = new Map(names.map((name) => [name, new Set<string>()]))
  const archived = archiveOf(parts.store()).find(
    { _id: { $gte: toSortableId(from), $lte: toSortableId(to) } },
    { sort: { _id: 1 }, batchSize: pageSize },
  )
  for await (const entry of archived) {
    result.repeats += 1
    if (entry.disposition === 'parked') result.parked += 1
    const event = toEvent(entry)
    for (const { collection, ids } of event ? documentsOf(event) : [])
      for (const id of ids) concerned.get(collection)?.add(id)
    if (result.repeats % pageSize === 0) onProgress?.(result)
  }
  result.repeats -= result.restored
  for (const [collection, ids] of concerned)
    for (const id of ids) {
      const drift = await verifyDocument(parts.store(), { collection, id })
      if (drift) result.drifts.push(drift)
      result.checked += 1
      if (result.checked % pageSize === 0) onProgress?.(result)
    }
  return result
}

const pageSize = 500

/** @returns how many entries the archive had lost */
const restoreFromStream = async (
  parts: ProjectorParts & { stream: string },
  from: StreamId,
  to: StreamId,
): Promise<number> => {
  const { redis, stream } = parts
  const group = await readGroupStatus(redis, stream)
  if (!group) return 0
  const end = compareStreamIds(to, group.lastDeliveredId) < 0 ? to : group.lastDeliveredId
  if (compareStreamIds(from, end) > 0) return 0
  let restored = 0
  for (let start: string = from; ;) {
    const entries = await redis.xrange(stream, start, end, 'COUNT', pageSize)
    const last = entries.at(-1)
    if (!last) return restored
    start = `(${last[0]}`
    const lost = await findLost(
      parts.store(),
      entries.map(([id]) => id),
    )
    const missing = entries.flatMap(([id, fields]) =>
      lost.has(id) ? [toParsedEntry(id, toEnvelope(fields))] : [],
    )
    const { applied, parked } = await processBatch(parts, missing)
    restored += applied + parked
  }
}

/** Those of the entries that the archive has not. */
const findLost = async (store: Store, ids: readonly StreamId[]): Promise<Set<StreamId>> => {
  const known = await archiveOf(store)
    .find({ _id: { $in: ids.map(toSortableId) } }, { projection: { streamId: 1 } })
    .toArray()
  const found = new Set(known.map(({ streamId }) => streamId))
  return new Set(ids.filter((id) => !found.has(id)))
}
