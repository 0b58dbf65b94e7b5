import type { ClientSession, Filter } from 'mongodb'

import type { Envelope } from '@/ledger/entry'
import type { LedgerEvent } from '@/ledger/event'
import { parseEntry, type Parsed } from '@/ledger/parse'
import { compareSortableIds, type StreamId, toSortableId } from '@/ledger/streamId'

import { type ParkingReason, toDeadLetter, toTruncated } from './deadLetters'
import { classifyFailure } from './failures'
import { findAll } from './findAll'
import { foldBatch, type FoldedBatch } from './foldBatch'
import type { BatchStamp } from './gateMaster'
import { inGatedTransaction } from './gates'
import { type ArchivedEntry, archiveOf, type DeadLetter, deadLettersOf, type Store } from './store'
import { writeAll } from './writeAll'

/** One entry of the stream with what it turned out to be. */
export interface ParsedEntry {
  id: StreamId
  envelope: Envelope
  parsed: Parsed
}

/** What one transaction did. */
export interface AppliedBatch {
  /** Events that were counted now, in the order of the ledger. */
  events: LedgerEvent[]
  /** Entries that the archive already had. */
  repeats: ParsedEntry[]
  /** Entries that were refused; their dead letters are written. */
  parked: DeadLetter[]
  changed: FoldedBatch
}

/** Reads an entry, without any effect. */
export const toParsedEntry = (id: StreamId, envelope: Envelope): ParsedEntry => ({
  id,
  envelope,
  parsed: parseEntry(id, envelope),
})

/**
 * Archives a batch and folds it into the read models, in one transaction. An entry that the
 * archive has already is a repeat and drops out, whenever it came before.
 * @throws what the database throws; nothing of the batch is applied then
 */
export const applyBatch = async (
  store: Store,
  entries: readonly ParsedEntry[],
  { now, onFolded, timeoutMs }: { now: Date; timeoutMs: number; onFolded?: () => void },
): Promise<AppliedBatch> =>
  inGatedTransaction(store, timeoutMs, async (session, stamp) => {
    const keyed = entries
      .map((entry): [string, ParsedEntry] => [toSortableId(entry.id), entry])
      .sort(([left], [right]) => compareSortableIds(left, right))
    const known = await knownIds(
      store,
      session,
      keyed.map(([key]) => key),
    )
    const fresh = new Map<string, ParsedEntry>()
    const repeats: ParsedEntry[] = []
    for (const [key, entry] of keyed) {
      if (known.has(key) || fresh.has(key)) repeats.push(entry)
      else fresh.set(key, entry)
    }
    const parked = [...fresh.values()].flatMap((entry) =>
      entry.parsed.kind === 'invalid'
        ? [toDeadLetter(entry, { ...entry.parsed, attempts: 1, now })]
        : [],
    )
    const events = [...fresh.values()].flatMap(({ parsed }) =>
      parsed.kind === 'event' ? [parsed.event] : [],
    )
    const archive = async (): Promise<void> => {
      const archived = [...fresh].map(([key, entry]) => ({
        insertOne: { document: toArchived(key, entry, stamp) },
      }))
      await writeAll(archiveOf(store), archived, session)
      if (parked.length > 0)
        await deadLettersOf(store).insertMany(parked, { session, ignoreUndefined: true })
    }
    const changed = await foldBatch(store, session, events, {
      meanwhile: archive,
      ...(onFolded && { onFolded }),
    })
    return { events, repeats, parked, changed }
  })

/**
 * Archives one entry as parked, with its dead letter, where nothing else can be done with it.
 * Where the whole entry cannot be stored, both keep its beginning: parking must not fail for what
 * an entry holds.
 * @returns the dead letter, or nothing where the archive already had the entry
 */
export const parkEntry = async (
  store: Store,
  entry: ParsedEntry,
  reason: ParkingReason,
  timeoutMs: number,
): Promise<DeadLetter | undefined> => {
  try {
    return await parkAs(store, entry, toDeadLetter(entry, reason), timeoutMs)
  } catch (error) {
    if (classifyFailure(error) !== 'event') throw error
    const beginning = { ...entry, envelope: toTruncated(entry.envelope) }
    return parkAs(store, beginning, toDeadLetter(beginning, reason), timeoutMs)
  }
}

const parkAs = (
  store: Store,
  entry: ParsedEntry,
  letter: DeadLetter,
  timeoutMs: number,
): Promise<DeadLetter | undefined> =>
  inGatedTransaction(store, timeoutMs, async (session, stamp) => {
    const key = toSortableId(entry.id)
    const known = await knownIds(store, session, [key])
    if (known.size > 0) return undefined
    await archiveOf(store).insertOne(
      { ...toArchived(key, entry, stamp), disposition: 'parked' },
      { session, ignoreUndefined: true },
    )
    await deadLettersOf(store).insertOne(letter, { session, ignoreUndefined: true })
    return letter
  })

const knownIds = async (
  store: Store,
  session: ClientSession,
  /** In order. */
  ids: readonly string[],
): Promise<Set<string>> => {
  const archived = async (among: Filter<ArchivedEntry>): Promise<Set<string>> => {
    const query = { filter: among, projection: { _id: 1 } as const, limit: ids.length }
    const found = await findAll(archiveOf(store), query, session)
    return new Set(found.map(({ _id }) => _id))
  }
  if (ids.length === 0) return new Set()
  // New entries lie beyond all that is archived: one look at the range finds nothing, where a look
  // for each id would cost as much as its insert.
  const inRange = await archived({ _id: { $gte: ids[0]!, $lte: ids.at(-1)! } })
  return inRange.size < ids.length ? inRange : archived({ _id: { $in: ids } })
}

const toArchived = (
  key: string,
  { envelope, id, parsed }: ParsedEntry,
  stamp: BatchStamp,
): ArchivedEntry => ({
  _id: key,
  streamId: id,
  ...(parsed.kind === 'invalid' && parsed.code === 'TOO_LARGE' ? toTruncated(envelope) : envelope),
  disposition: dispositions[parsed.kind],
  ...(parsed.kind === 'event' && {
    applicationId: parsed.event.applicationId,
    customerId: parsed.event.customerId,
  }),
  ...stamp,
})

const dispositions = { event: 'applied', ignored: 'ignored', invalid: 'parked' } as const
