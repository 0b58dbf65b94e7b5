import { fromDocumentId, toDocumentId } from '@/ledger/documentId'
import { conversations } from '@/projections'
import type { ConversationDocument, ProjectedDocument } from '@/projections/documents'
import { type ArchivedEntry, archiveOf, type Store } from '@/projector/store'

/** One document of a read model. */
export interface Subject {
  collection: string
  id: string
}

/**
 * Where the walk over all documents stands. A round has two kinds of lanes: first every document
 * that the archive names (one that is missing is found so), then every stored one that the archive
 * does not name.
 */
export interface Place {
  lane: number
  /** The last key that was looked at in the lane. */
  after: string
}

export const beginning: Place = { lane: 0, after: '' }

/** What follows a place: documents to check, and where the walk stands once they are checked. */
export interface Step {
  subjects: Subject[]
  place: Place
  /** The round is over; the next one begins at the place. */
  isRoundOver: boolean
}

const named: {
  collection: string
  key: 'cid' | 'applicationId' | 'customerId'
  /** The numbers of the same thing; looked at together. */
  numbers?: string
}[] = [
  { collection: 'conversations', key: 'cid' },
  { collection: 'applications', key: 'applicationId' },
  { collection: 'customers', key: 'customerId' },
  { collection: 'customer-applications', key: 'applicationId', numbers: 'application-stats' },
  { collection: 'customer-conversations', key: 'cid', numbers: 'conversation-stats' },
]

/** What is gone through as it is stored; days are named by no event. */
const stored: { collection: string; key?: (typeof named)[number]['key'] }[] = [
  ...named,
  { collection: 'conversation-stats', key: 'cid' },
  { collection: 'application-stats', key: 'applicationId' },
  { collection: 'daily-metrics' },
]

/** Stored documents that are looked at in one step; nearly all were checked by their events. */
const storedPerStep = 50

/** What follows a place. Every question is answered by an index, however large the archive is. */
export const nextStep = async (store: Store, place: Place): Promise<Step> => {
  const naming = named[place.lane]
  const { collection, key } = naming ?? stored[place.lane - named.length] ?? stored[0]!
  const found = naming
    ? await nextNamed(store, naming.key, place.after)
    : await nextStored(store, collection, key, place.after)
  if (found)
    return {
      subjects: [collection, naming?.numbers ?? []]
        .flat()
        .flatMap((name) => found.ids.map((id) => ({ collection: name, id }))),
      place: { lane: place.lane, after: found.last },
      isRoundOver: false,
    }
  const isRoundOver = place.lane + 1 >= named.length + stored.length
  return {
    subjects: [],
    place: isRoundOver ? beginning : { lane: place.lane + 1, after: '' },
    isRoundOver,
  }
}

/** One conversation, drawn at random, with what it links to. */
export const drawConversation = async (store: Store): Promise<Subject[]> => {
  const [drawn] = await store.db
    .collection<ConversationDocument>(conversations.name)
    .aggregate<ConversationDocument>([
      { $sample: { size: 1 } },
      { $project: { applicationId: 1, customerId: 1 } },
    ])
    .toArray()
  if (!drawn) return []
  const { _id, applicationId, customerId } = drawn
  return [
    { collection: 'conversations', id: _id },
    { collection: 'customer-conversations', id: _id },
    { collection: 'conversation-stats', id: _id },
    ...(applicationId
      ? [
          { collection: 'applications', id: applicationId },
          { collection: 'customer-applications', id: applicationId },
          { collection: 'application-stats', id: applicationId },
        ]
      : []),
    ...(customerId ? [{ collection: 'customers', id: customerId }] : []),
  ]
}

interface Found {
  ids: string[]
  last: string
}

const nextNamed = async (
  store: Store,
  key: (typeof named)[number]['key'],
  after: string,
): Promise<Found | undefined> => {
  const entry = await archiveOf(store).findOne(
    { [key]: { $gt: after } },
    { sort: { [key]: 1 }, projection: { _id: 0, [key]: 1 } },
  )
  const businessId = entry?.[key]
  return businessId === undefined
    ? undefined
    : { ids: [toDocumentId(businessId)], last: businessId }
}

const nextStored = async (
  store: Store,
  collection: string,
  key: (typeof named)[number]['key'] | undefined,
  after: string,
): Promise<Found | undefined> => {
  const found = await store.db
    .collection<ProjectedDocument>(collection)
    .find(
      { _id: { $gt: after } },
      {
        sort: { _id: 1 },
        // What no event names is checked, each of it.
        limit: key === undefined ? 1 : storedPerStep,
        projection: { _id: 1 },
      },
    )
    .toArray()
  const last = found.at(-1)?._id
  if (last === undefined) return undefined
  const ids: string[] = []
  for (const { _id } of found)
    if (key === undefined || !(await isNamed(store, key, _id))) ids.push(_id)
  return { ids, last }
}

const isNamed = async (
  store: Store,
  key: (typeof named)[number]['key'],
  id: string,
): Promise<boolean> =>
  (await archiveOf(store).findOne<Pick<ArchivedEntry, '_id'>>(
    { [key]: fromDocumentId(id) },
    { projection: { _id: 1 } },
  )) !== null
