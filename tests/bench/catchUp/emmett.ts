import { type Collection, MongoClient } from 'mongodb'

import { eventTypes } from '@/ledger/event'

import type { BenchEngines } from '../engines'

type Fields = Record<string, string>

/** What is used of the library; its own types need all of emmett, of which nothing else is used. */
interface Library {
  getMongoDBEventStore: (options: {
    client: MongoClient
    projections: { type: 'inline'; projection: object }[]
  }) => EventStore
  mongoDBInlineProjection: (options: {
    canHandle: string[]
    initialState: () => Summary
    evolve: (document: Summary, event: StoredEvent) => Summary
  }) => object
}
interface EventStore {
  appendToStream: (streamName: string, events: StoredEvent[]) => Promise<unknown>
  collectionFor: (streamType: string) => Promise<Collection>
}
/** An event as emmett has it: its type, and everything else that the entry carries. */
interface StoredEvent {
  type: string
  data: { fields: Fields; said: Record<string, unknown> }
}
interface Summary {
  status: string
  applicationNumber?: string
  customerId?: string
  utteranceCount: number
  lastUtterance?: { username: string; utterance: unknown; createdAt: string }
  version: number
  updatedAt: string
}

/** Appends at once, each conversation in one lane, so that none waits for a version of its own. */
const laneCount = 16
/** What a consumer of the stream would read at once. */
const readSize = 500

/**
 * `@event-driven-io/emmett-mongodb`: a stream for each conversation, one inline projection that
 * keeps what a card of the live board shows (a part of what the product projects), the same
 * entries. Told one by one, and as a consumer could that groups what it reads by conversation.
 * @returns events per second
 */
export const benchEmmett = async (
  bench: BenchEngines,
  entries: readonly Fields[],
): Promise<{ oneByOne: number; grouped: number }> => {
  const known = new Set<string | undefined>(eventTypes)
  const events = entries.filter(
    ({ agt, cid, typ }) => agt === 'broker' && cid !== undefined && known.has(typ),
  )
  const reads: Append[][] = []
  for (let start = 0; start < events.length; start += readSize)
    reads.push([...byConversation(events.slice(start, start + readSize))])
  const singles: Append[] = events.map((event) => [event.cid!, [event]])
  return {
    // No lane ever waits for another one.
    oneByOne: await run(bench, 'single', [singles]),
    grouped: await run(bench, 'grouped', reads),
  }
}

type Append = [conversationId: string, events: Fields[]]

const run = async (
  bench: BenchEngines,
  name: string,
  reads: readonly Append[][],
): Promise<number> => {
  const uri = new URL(bench.engines.databaseUri)
  uri.pathname = `/bench_emmett_${name}`
  const client = await MongoClient.connect(uri.href)
  const { getMongoDBEventStore, mongoDBInlineProjection } = await loadLibrary()
  const summary = mongoDBInlineProjection(summaryOptions)
  const store = getMongoDBEventStore({
    client,
    projections: [{ type: 'inline', projection: summary }],
  })
  const collection = await store.collectionFor('conversation')
  await collection.createIndex({ streamName: 1 }, { unique: true })
  const startedAt = performance.now()
  for (const appends of reads) await appendAll(store, appends)
  const seconds = (performance.now() - startedAt) / 1_000
  const stored = await collection
    .aggregate<{ count: number }>([
      { $group: { _id: null, count: { $sum: '$projections._default.version' } } },
    ])
    .toArray()
  const count = reads.flat().reduce((sum, [, events]) => sum + events.length, 0)
  if (stored[0]?.count !== count)
    throw new Error(`emmett projected ${stored[0]?.count} of ${count} events`)
  await client.db().dropDatabase()
  await client.close()
  return count / seconds
}

const appendAll = async (store: EventStore, appends: readonly Append[]): Promise<void> => {
  const lanes: Append[][] = Array.from({ length: laneCount }, () => [])
  for (const append of appends) lanes[laneOf(append[0])]!.push(append)
  await Promise.all(
    lanes.map(async (lane) => {
      for (const [conversationId, events] of lane)
        await store.appendToStream(`conversation:${conversationId}`, events.map(toEvent))
    }),
  )
}

const toEvent = (fields: Fields): StoredEvent => ({
  type: fields.typ!,
  data: { fields, said: JSON.parse(fields.dat!) as Record<string, unknown> },
})

const laneOf = (conversationId: string): number => {
  let hash = 0
  for (const character of conversationId) hash = (hash * 31 + character.charCodeAt(0)) >>> 0
  return hash % laneCount
}

const byConversation = (read: readonly Fields[]): Map<string, Fields[]> => {
  const groups = new Map<string, Fields[]>()
  for (const event of read) {
    const group = groups.get(event.cid!)
    if (group) group.push(event)
    else groups.set(event.cid!, [event])
  }
  return groups
}

const summaryOptions: Parameters<Library['mongoDBInlineProjection']>[0] = {
  canHandle: [...eventTypes],
  initialState: (): Summary => ({ status: 'active', utteranceCount: 0, version: 0, updatedAt: '' }),
  evolve: (document: Summary, { data: { fields, said }, type }: StoredEvent): Summary => {
    const next = { ...document, version: document.version + 1 }
    if (fields.tsp! > next.updatedAt) next.updatedAt = fields.tsp!
    if (fields.aid) next.applicationNumber = fields.aid
    if (fields.uid) next.customerId = fields.uid
    if (type === 'user_input' || type === 'assistant_response') {
      next.utteranceCount += 1
      next.lastUtterance = {
        username: type === 'user_input' ? 'customer' : 'assistant',
        utterance: said.utterance ?? said.u,
        createdAt: fields.tsp!,
      }
    }
    if (type === 'final_decision') next.status = String(said.decision).toLowerCase()
    return next
  },
}

const libraryName = '@event-driven-io/emmett-mongodb'

const loadLibrary = async (): Promise<Library> => (await import(libraryName)) as Library

/** Whether the library is installed; it is needed for nothing else. */
export const hasEmmett = (): boolean => {
  try {
    import.meta.resolve(libraryName)
    return true
  } catch {
    return false
  }
}
