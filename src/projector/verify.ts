import type { ClientSession, Filter } from 'mongodb'

import { fromDocumentId } from '@/ledger/documentId'
import type { LedgerEvent } from '@/ledger/event'
import {
  applications,
  conversations,
  customerApplications,
  customerConversations,
  customers,
} from '@/projections'
import { differences } from '@/projections/canonical'
import { copyCustomer } from '@/projections/conversations'
import type {
  ConversationDocument,
  CustomerDocument,
  ProjectedDocument,
} from '@/projections/documents'
import type { DerivedProjection, Projection } from '@/projections/projection'

import { isAnalytics, verifyAnalytics, verifyAnalyticsDocument } from './analytics/verify'
import type { Drift } from './drift'
import { VersionRetired } from './gateErrors'
import { ownVersions, readVersions } from './gateMaster'
import { readEvents } from './readLedger'
import { type ArchivedEntry, archiveOf, inTransaction, type Store } from './store'
import { whileContested } from './whileContested'

export type { Drift }

/** What a verification looked at and found. */
export interface Verification {
  checked: number
  drifts: Drift[]
}

/** One read model and how the archive is asked for the events of one of its documents. */
interface Source {
  name: string
  /** What folds the events of one document. */
  projection: Projection<ProjectedDocument>
  /** Where the document is worked out of the folded one. */
  derived?: DerivedProjection<ProjectedDocument, ProjectedDocument>
  /** The archive's field that names the document; indexed. */
  key: 'cid' | 'applicationId' | 'customerId'
}

const own = (projection: unknown, key: Source['key']): Source => {
  const folded = projection as Source['projection']
  return { name: folded.name, projection: folded, key }
}

const derivedFrom = (projection: unknown, key: Source['key']): Source => {
  const derived = projection as NonNullable<Source['derived']>
  return { name: derived.name, projection: derived.source, derived, key }
}

const sources: Source[] = [
  own(customers, 'customerId'),
  own(applications, 'applicationId'),
  own(conversations, 'cid'),
  derivedFrom(customerApplications, 'applicationId'),
  derivedFrom(customerConversations, 'cid'),
]

/**
 * Folds the archive again and compares every document with what is stored, in both directions: a
 * document that no event explains is a drift too. Runs beside traffic: what differs is looked at
 * again in one snapshot before it counts.
 * @param sample check only so many conversations, drawn at random, with what they link to
 */
export const verify = async (
  store: Store,
  {
    onProgress,
    sample,
    timeoutMs = 60_000,
  }: { sample?: number; onProgress?: (checked: number) => void; timeoutMs?: number } = {},
): Promise<Verification> => {
  const result: Verification = { checked: 0, drifts: [] }
  for await (const { ids, source } of candidates(store, sample)) {
    const { name: collection } = source
    for (const id of ids) {
      const drift = await verifyDocument(store, { collection, id }, timeoutMs)
      if (drift) result.drifts.push(drift)
      result.checked += 1
    }
    onProgress?.(result.checked)
  }
  for await (const { checked, drifts } of verifyAnalytics(store, sample)) {
    result.drifts.push(...drifts)
    result.checked += checked
    onProgress?.(result.checked)
  }
  return result
}

/** The read models that can be verified. */
export const verifiableNames: readonly string[] = sources.map(({ name }) => name)

/** The documents that an event concerns, by read model. */
export const documentsOf = (event: LedgerEvent): { collection: string; ids: string[] }[] =>
  sources.map(({ name, projection }) => ({ collection: name, ids: projection.keysOf(event) }))

/**
 * Compares one document with the fold of its events; what differs is looked at again in one
 * snapshot, because traffic goes on.
 * @throws {VersionRetired} where it differs because other versions of the projections are live
 */
export const verifyDocument = async (
  store: Store,
  document: { collection: string; id: string },
  timeoutMs = 60_000,
): Promise<Drift | undefined> => {
  const { collection, id } = document
  // What only lags behind the ledger is no drift.
  if (isAnalytics(collection)) return verifyAnalyticsDocument(store, { collection, id }, timeoutMs)
  const drift = await findDrift(store, document, timeoutMs)
  if (drift) await expectOwnVersions(store)
  return drift
}

/** The same whatever version is live: how one document differs from today's fold of its events. */
export const findDrift = async (
  store: Store,
  { collection, id }: { collection: string; id: string },
  timeoutMs = 60_000,
): Promise<Drift | undefined> => {
  const source = sources.find(({ name }) => name === collection)
  if (!source) throw new Error(`${collection} cannot be verified`)
  if (!(await check(store, source, id))) return undefined
  return whileContested(() =>
    inTransaction(store, timeoutMs, (session) => check(store, source, id, session)),
  )
}

const expectOwnVersions = async (store: Store): Promise<void> => {
  const live = await readVersions(store)
  for (const [name, version] of Object.entries(ownVersions()))
    if (live[name] !== version) throw new VersionRetired(name, live[name] ?? 0, version)
}

/** Compares one document with the fold of its events. */
const check = async (
  store: Store,
  { derived, key, name, projection }: Source,
  id: string,
  session?: ClientSession,
): Promise<Drift | undefined> => {
  const stored = await store.db
    .collection<ProjectedDocument>(name)
    .findOne({ _id: id }, session && { session })
  const folded = await foldOne(store, projection, { [key]: fromDocumentId(id) }, session)
  const expected = await withCustomer(store, folded, derived, session)
  const found = differences(stored ?? undefined, expected)
  return found.length > 0 ? { collection: name, id, differences: found } : undefined
}

const foldOne = async <Document extends ProjectedDocument>(
  store: Store,
  projection: Projection<Document>,
  filter: Filter<ArchivedEntry>,
  session?: ClientSession,
): Promise<Document | undefined> => {
  let document: Document | undefined
  const handles = new Set<LedgerEvent['type']>(projection.handles)
  for await (const event of readEvents(store, filter, {}, session))
    if (handles.has(event.type)) document = projection.evolve(document, event)
  return document
}

/**
 * A conversation shows its customer's present name, and what customers are shown of an application
 * holds something of theirs, so that the customer is folded with it.
 */
const withCustomer = async (
  store: Store,
  document: ProjectedDocument | undefined,
  derived: Source['derived'],
  session?: ClientSession,
): Promise<ProjectedDocument | undefined> => {
  if (!document) return undefined
  const { conversationId, customerId } = document as Partial<ConversationDocument>
  const isHeld = derived ? derived.name === customerApplications.name : conversationId !== undefined
  const customer =
    isHeld && customerId !== undefined
      ? await foldOne<CustomerDocument>(
          store,
          customers,
          { customerId: fromDocumentId(customerId) },
          session,
        )
      : undefined
  if (derived) return derived.derive(document, customer)
  return isHeld && customerId !== undefined
    ? copyCustomer(document as ConversationDocument, customer)
    : document
}

const pageSize = 500

/** Ids of documents to check: all that the archive or the read model knows, or a sample's. */
async function* candidates(
  store: Store,
  sample: number | undefined,
): AsyncGenerator<{ source: Source; ids: string[] }> {
  if (sample !== undefined) return yield* sampled(store, sample)
  for (const source of sources) {
    const { key, projection } = source
    const seen = new Set<string>()
    // The archive first: what it names must exist. Then what exists without being named.
    const named = archiveOf(store).aggregate<{ _id: string }>(
      [{ $match: { disposition: 'applied', [key]: { $gt: '' } } }, { $group: { _id: `$${key}` } }],
      { allowDiskUse: true },
    )
    for await (const page of pages(named)) {
      const ids = page.map(({ _id }) => toKey(projection, source, _id))
      for (const id of ids) seen.add(id)
      yield { source, ids }
    }
    for await (const ids of storedIds(store, source.name))
      yield { source, ids: ids.filter((id) => !seen.has(id)) }
  }
}

/** Page by page: a cursor would not outlive the switch of a rebuild. */
async function* storedIds({ db }: Store, name: string): AsyncGenerator<string[]> {
  for (let after = ''; ;) {
    const page = await db
      .collection<ProjectedDocument>(name)
      .find({ _id: { $gt: after } }, { sort: { _id: 1 }, limit: pageSize, projection: { _id: 1 } })
      .toArray()
    const last = page.at(-1)
    if (!last) return
    after = last._id
    yield page.map(({ _id }) => _id)
  }
}

const wireFields = {
  cid: 'conversationId',
  applicationId: 'applicationId',
  customerId: 'customerId',
} as const

/** The document id that a projection gives to a business id. */
const toKey = (
  projection: Projection<ProjectedDocument>,
  { key }: Source,
  businessId: string,
): string => projection.keysOf({ [wireFields[key]]: businessId } as unknown as LedgerEvent)[0]!

async function* sampled(
  store: Store,
  size: number,
): AsyncGenerator<{ source: Source; ids: string[] }> {
  const drawn = await store.db
    .collection<ConversationDocument>(conversations.name)
    .aggregate<ConversationDocument>([
      { $sample: { size } },
      { $project: { applicationId: 1, customerId: 1 } },
    ])
    .toArray()
  const idsOf: Record<Source['key'], (string | undefined)[]> = {
    cid: drawn.map(({ _id }) => _id),
    applicationId: drawn.map(({ applicationId }) => applicationId),
    customerId: drawn.map(({ customerId }) => customerId),
  }
  for (const source of sources)
    yield { source, ids: [...new Set(idsOf[source.key].filter((id) => id !== undefined))] }
}

async function* pages<T>(items: AsyncIterable<T>): AsyncGenerator<T[]> {
  let page: T[] = []
  for await (const item of items) {
    page.push(item)
    if (page.length < pageSize) continue
    yield page
    page = []
  }
  if (page.length > 0) yield page
}
