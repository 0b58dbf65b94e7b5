import { isDeepStrictEqual } from 'node:util'

import type { Redis } from 'ioredis'

import { appendedAtMs, compareStreamIds, toSortableId } from '@/ledger/streamId'
import { type ArchivedEntry, archiveOf, deadLettersOf, type Store } from '@/projector/store'
import { verifyDocument } from '@/projector/verify'
import { createChangeFeed } from '@/realtime/changeFeed'

import { toComparable } from '../../support/comparable'
import { oracle, type RawEntry } from '../../support/oracle'

import { nameField, type PlayedEntry } from './entries'
import type { AppendedEntry } from './load'
import { feedOf } from './settings'

/** What was played since the last quiet point. */
export interface Round {
  number: number
  /** Where the stream and the feed stood when it began. */
  ledgerPosition: string
  feedPosition: string
  appended: readonly AppendedEntry[]
  tried: ReadonlyMap<string, PlayedEntry>
  /** When Redis came back without its data; what it alone had is gone, its lists included. */
  lostBeforeMs: number
  /**
   * Entries were deleted before they were read. One that a stopped projector held may be reported
   * lost by another one, and be applied all the same.
   */
  isLossExpected: boolean
}

/** The verdict on one round. */
export interface Judgement {
  appended: number
  applied: number
  parked: number
  lost: number
  /** What was applied, as it was appended. */
  projected: readonly RawEntry[]
  /** What was promised and is not so; empty where everything holds. */
  violations: string[]
}

/**
 * The one oracle of every fault: appended = applied + parked + reported lost, the state is the
 * pure fold, verification finds no drift, and everything that was said has been told.
 */
export const judge = async (
  { redis, store, stream }: { store: Store; redis: Redis; stream: string },
  round: Round,
): Promise<Judgement> => {
  const archived = await readArchive(store, round)
  const entries = await knownEntries(redis, stream, round, archived)
  const lost = await readLost(redis)
  const applied = archived.filter(({ disposition }) => disposition !== 'parked')
  const ofRound = new Set(archived.map(({ streamId }) => streamId))
  // What Redis alone had and lost was never received: nobody can say what it was.
  for (const id of entries.keys())
    if (appendedAtMs(id) <= round.lostBeforeMs && !ofRound.has(id)) entries.delete(id)
  const unarchived = [...entries.keys()].filter((id) => !ofRound.has(id))
  const missing = unarchived.filter((id) => !lost.isReported(id))
  const valid: RawEntry[] = applied.flatMap(({ streamId }) => entries.get(streamId) ?? [])
  return {
    appended: entries.size,
    applied: applied.length,
    parked: archived.length - applied.length,
    lost: unarchived.length - missing.length,
    projected: valid,
    violations: [
      ...told(missing, 'neither archived nor reported lost'),
      ...told(
        archived.map(({ streamId }) => streamId).filter((id) => !entries.has(id)),
        'archived although nobody appended it',
      ),
      ...told(
        lost.ids.filter((id) => ofRound.has(id) && !round.isLossExpected),
        'reported lost although it is archived',
      ),
      ...(await judgeParked({ redis, store, stream }, round, archived, entries)),
      ...(await judgeDocuments(store, round, valid)),
      ...(await judgeTelling(redis, stream, round, archived)),
    ],
  }
}

const told = (ids: readonly string[], what: string): string[] =>
  ids.length > 0 ? [`${ids.length} entries (${ids.slice(0, 3).join(', ')}…): ${what}`] : []

const readArchive = (store: Store, { ledgerPosition }: Round): Promise<ArchivedEntry[]> =>
  archiveOf(store)
    .find({ _id: { $gt: toSortableId(ledgerPosition) } })
    .toArray()

/**
 * Every entry that the stream took, by id: those that the producer knows of, and those whose
 * answer it never got.
 */
const knownEntries = async (
  redis: Redis,
  stream: string,
  { appended, ledgerPosition, tried }: Round,
  archived: readonly ArchivedEntry[],
): Promise<Map<string, AppendedEntry>> => {
  const known = new Map(appended.map((entry) => [entry.id, entry]))
  const learn = (id: string, fields: readonly string[]): void => {
    const name = fields[fields.indexOf(nameField) + 1]
    const entry = name === undefined ? undefined : tried.get(name)
    if (entry && !known.has(id)) known.set(id, { id, ...entry })
  }
  for (const { extra = [], streamId } of archived) learn(streamId, extra)
  for (const [id, fields] of await redis.xrange(stream, `(${ledgerPosition}`, '+'))
    learn(id, fields)
  return known
}

/** What was reported lost: by id, or between two entries where nobody knows the ids. */
const readLost = async (
  redis: Redis,
): Promise<{ ids: string[]; isReported: (id: string) => boolean }> => {
  const reports = (await redis.lrange('errors:lost_events', 0, -1)).map(
    (report) => JSON.parse(report) as { ids?: string[]; after?: string; before?: string },
  )
  const ids = new Set(reports.flatMap((report) => report.ids ?? []))
  const gaps = reports.flatMap(({ after, before }) => (after && before ? [{ after, before }] : []))
  return {
    ids: [...ids],
    isReported: (id) =>
      ids.has(id) ||
      gaps.some(
        ({ after, before }) => compareStreamIds(after, id) < 0 && compareStreamIds(id, before) < 0,
      ),
  }
}

/** What cannot be applied is parked, is on the list of dead letters, and nothing else is. */
const judgeParked = async (
  { redis, store, stream }: { store: Store; redis: Redis; stream: string },
  { ledgerPosition, lostBeforeMs }: Round,
  archived: readonly ArchivedEntry[],
  entries: ReadonlyMap<string, AppendedEntry>,
): Promise<string[]> => {
  const parked = archived.filter(({ disposition }) => disposition === 'parked')
  const letters = await deadLettersOf(store)
    .find({ _id: { $gt: toSortableId(ledgerPosition) } })
    .toArray()
  const lettered = new Set(letters.map(({ streamId }) => streamId))
  const listed = new Set(
    (await redis.lrange(`${stream}:deadletter`, 0, -1)).map(
      (item) => (JSON.parse(item) as { streamId: string }).streamId,
    ),
  )
  const isPoison = ({ streamId }: { streamId: string }): boolean =>
    entries.get(streamId)?.isPoison === true
  const ids = (list: readonly { streamId: string }[]): string[] =>
    list.map(({ streamId }) => streamId)
  return [
    ...told(ids(parked.filter((entry) => !isPoison(entry))), 'parked although it can be applied'),
    ...told(
      ids(archived.filter((entry) => isPoison(entry) && entry.disposition !== 'parked')),
      'applied although it breaks the rules',
    ),
    ...told(
      ids(parked.filter(({ streamId }) => !lettered.has(streamId))),
      'parked without a dead letter',
    ),
    ...told(
      ids(letters.filter(({ streamId }) => !parked.some((entry) => entry.streamId === streamId))),
      'with a dead letter and not parked',
    ),
    ...told(
      ids(parked.filter(({ streamId }) => lostBeforeMs === 0 && !listed.has(streamId))),
      'parked and not on the list of dead letters',
    ),
  ]
}

/** Every document of the round is the pure fold of what was applied, and verification agrees. */
const judgeDocuments = async (
  store: Store,
  { number }: Round,
  applied: readonly RawEntry[],
): Promise<string[]> => {
  const ofRound = (collection: string) =>
    store.db
      .collection(collection)
      .find({ _id: { $regex: `_${number}x\\d+$` } as never })
      .toArray()
  const comparable = toComparable(
    {
      conversations: await ofRound('conversations'),
      applications: await ofRound('applications'),
      customers: await ofRound('customers'),
      'customer-applications': await ofRound('customer-applications'),
      'customer-conversations': await ofRound('customer-conversations'),
    },
    oracle(applied),
  )
  const violations: string[] = []
  for (const { collection, expected, stored } of comparable)
    for (const id of new Set([...expected.keys(), ...stored.keys()])) {
      if (!isDeepStrictEqual(stored.get(id), expected.get(id)))
        violations.push(
          `${collection}/${id} is ${JSON.stringify(stored.get(id))} and not ${JSON.stringify(expected.get(id))}`,
        )
      const drift = await verifyDocument(store, { collection, id })
      if (drift)
        violations.push(`${collection}/${id} drifted: ${JSON.stringify(drift.differences)}`)
    }
  return violations
}

/** Everything that somebody said reached the feed of the screens. */
const judgeTelling = async (
  redis: Redis,
  stream: string,
  { feedPosition, lostBeforeMs }: Round,
  archived: readonly ArchivedEntry[],
): Promise<string[]> => {
  if (lostBeforeMs > 0) return []
  const feed = createChangeFeed({ redis, ...feedOf(stream) })
  const tellings = new Set<string>()
  for (let position = feedPosition; ;) {
    const entries = await feed.readAfter(position, 5_000)
    for (const { collection, frame } of entries)
      if (collection === 'utterances')
        tellings.add((JSON.parse(frame) as { eventId: string }).eventId)
    if (entries.length === 0) break
    position = entries.at(-1)!.position
  }
  const said = archived.filter(
    ({ disposition, typ = '' }) =>
      disposition === 'applied' && ['user_input', 'assistant_response'].includes(typ),
  )
  return told(
    said
      .map(({ streamId }) => streamId)
      .filter((id) => !tellings.has(id))
      .sort(compareStreamIds),
    'said and never told to the screens',
  )
}
