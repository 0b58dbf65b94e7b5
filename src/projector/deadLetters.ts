import type { Redis } from 'ioredis'

import { type Envelope, toFields } from '@/ledger/entry'
import { type StreamId, toSortableId } from '@/ledger/streamId'

import { criticalErrorTypes, pushCriticalErrors } from './criticalErrors'
import { type DeadLetter, deadLettersOf, type Store } from './store'

/** Why an entry is parked. */
export interface ParkingReason {
  code: string
  path?: string
  reason: string
  attempts: number
  now: Date
  firstFailedAt?: Date
  error?: unknown
  projection?: string
}

/** The document that says what could not be applied, and why. */
export const toDeadLetter = (
  { envelope, id }: { id: StreamId; envelope: Envelope },
  { attempts, code, error, firstFailedAt, now, path, projection, reason }: ParkingReason,
): DeadLetter => {
  const kept = code === 'TOO_LARGE' ? toTruncated(envelope) : withinLetter(envelope)
  return {
    _id: toSortableId(id),
    streamId: id,
    code,
    ...(path && { path }),
    reason: reason.slice(0, 2_000),
    ...(error instanceof Error && { errorClass: error.name, stack: error.stack?.slice(0, 8_000) }),
    ...(projection && { projection }),
    attempts,
    firstFailedAt: firstFailedAt ?? now,
    lastFailedAt: now,
    ...(kept.typ && { typ: kept.typ }),
    ...(kept.cid && { cid: kept.cid }),
    ...(kept.aid && { aid: kept.aid }),
    ...(kept.uid && { uid: kept.uid }),
    entry: JSON.stringify(toFields(kept)),
    status: 'parked',
  }
}

/** The beginning of every field of an entry that is too large to keep (spec: envelope). */
export const toTruncated = (envelope: Envelope): Envelope => {
  const { extra, ...fields } = envelope
  const kept = Object.entries(fields).map(([name, value]) => [name, value.slice(0, keptCharacters)])
  return {
    ...(Object.fromEntries(kept) as Envelope),
    ...(extra && { extra: extra.slice(0, 20).map((text) => text.slice(0, keptCharacters)) }),
  }
}

/**
 * Pushes dead letters on the stream's Redis list, as JSON, tells of them among the critical errors,
 * and remembers that it did. Called
 * before the entry is acknowledged, and again for a repeat whose letter is not listed yet.
 */
export const listDeadLetters = async (
  { listName, redis, store }: { redis: Redis; store: Store; listName: string },
  letters: readonly DeadLetter[],
): Promise<void> => {
  if (letters.length === 0) return
  await redis.rpush(listName, ...letters.map(toListItem))
  await redis.ltrim(listName, -maximumListLength, -1)
  await pushCriticalErrors(
    redis,
    criticalErrorTypes.parkedEvents,
    letters.map(({ attempts, code, errorClass, path, projection, streamId, typ }) => ({
      list: listName,
      streamId,
      ...(typ && { typ }),
      code,
      ...(path && { path }),
      ...(projection && { projection }),
      ...(errorClass && { errorClass }),
      attempts,
    })),
  )
  await deadLettersOf(store).updateMany(
    { _id: { $in: letters.map(({ _id }) => _id) } },
    { $set: { listedAt: new Date() } },
  )
}

/** The dead letters among these entries that still have to be pushed on the list. */
export const findUnlisted = (store: Store, ids: readonly StreamId[]): Promise<DeadLetter[]> =>
  deadLettersOf(store)
    .find({ _id: { $in: ids.map(toSortableId) }, status: 'parked', listedAt: { $exists: false } })
    .toArray()

/** An entry whose JSON would not fit beside the rest is kept by its beginning: the archive has it all. */
const withinLetter = (envelope: Envelope): Envelope =>
  Buffer.byteLength(JSON.stringify(toFields(envelope))) > maximumEntryJsonBytes
    ? toTruncated(envelope)
    : envelope

const maximumEntryJsonBytes = 6 * 1024 * 1024
const keptCharacters = 64 * 1024
const maximumListLength = 100_000

const toListItem = ({ _id, stack: _stack, ...letter }: DeadLetter): string =>
  JSON.stringify({ id: _id, ...letter })
