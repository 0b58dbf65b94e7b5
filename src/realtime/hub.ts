import { randomUUID } from 'node:crypto'

import type { Redis } from 'ioredis'

import { compareStreamIds, isStreamId, type StreamId } from '@/ledger/streamId'

import { maximumReadBytes, updatesChannel, type ChangeFeed } from './changeFeed'
import { createChunks, type Chunk } from './chunks'
import type { FeedEntry } from './feedEntry'
import type { Filter } from './filter'
import type { Grant } from './grants'
import { createInFlight } from './inFlight'
import { createLiveClient, type LiveClient } from './liveClient'
import { createPace } from './pace'
import {
  createRecentEntries,
  toRecentEntry,
  type RecentEntries,
  type RecentEntry,
} from './recentEntries'
import { sessionChannel } from './sessionChannel'

/** What the hub says of itself; a subset of pino. */
export interface HubLogger {
  warn: (details: object) => void
  info: (details: object) => void
}

export interface HubOptions {
  /**
   * The feed over `reader`, which must refuse commands while it is away and send none twice: a
   * read that outlived a restart of Redis could pass over what was lost.
   */
  feed: ChangeFeed
  reader: Redis
  /** A connection of its own: a subscribed one can do nothing else. */
  subscriber: Redis
  /** @see findEndedGrants */
  findEndedGrants: (grants: readonly Grant[]) => Promise<Grant[]>
  logger: HubLogger
  channel?: string
  maximumClients?: number
  heartbeatMs?: number
  /** How often the feed is read without a ring, so that a lost one costs no more than this. */
  fallbackReadMs?: number
  /** How long something may wait for a reader that does not read. */
  stallMs?: number
  maximumRecentEntries?: number
  maximumRecentBytes?: number
  now?: () => number
}

/** What one connection wants. */
export interface Subscription {
  grant: Grant
  /**
   * Makes the filter. Called once the client has its place in the feed, so that what it loads is
   * not older than the first change that the client sees.
   */
  filter: () => Promise<Filter> | Filter
  /** Where the client left off. */
  lastEventId?: string
  /** Told once, when the stream has ended for whatever reason. */
  onEnd?: () => void
  breakConnection?: () => void
}

/** Serves the change feed to every live stream of this process. */
export interface Hub {
  start: () => Promise<void>
  /** Ends every stream; what comes later is refused. */
  stop: () => Promise<void>
  /** @throws {HubRefusal} where there is no room, no Redis yet, or the hub has stopped */
  connect: (subscription: Subscription) => Promise<LiveClient>
  clientCount: () => number
  /** Streams that were cut off since the start, because their reader did not read. */
  droppedCount: () => number
}

/** The hub cannot take another client now. */
export class HubRefusal extends Error {
  override readonly name = 'HubRefusal'

  constructor(readonly code: 'TOO_MANY_STREAMS' | 'UNAVAILABLE') {
    super(code === 'UNAVAILABLE' ? 'Live updates are not available now' : 'Too many live streams')
  }
}

/**
 * Whether the hub refused. By name: a bundler may put a class into several chunks, so that what
 * the runtime throws is no instance of what a route knows.
 */
export const isHubRefusal = (error: unknown): error is HubRefusal =>
  error instanceof Error && error.name === 'HubRefusal'

const readCount = 500
const clientReadCount = 200
/**
 * Telling a client of something new takes about half of this. With a thousand clients that is 40 ms
 * between two reads of the feed; what comes meanwhile travels together.
 */
const pauseForEachClientMs = 0.04
/** How long a stopping hub waits for readers to take the end of their streams. */
const stopGraceMs = 300

/** @see Hub */
export const createHub = (options: HubOptions): Hub => {
  const { feed, findEndedGrants, logger, reader, subscriber } = options
  const {
    channel = updatesChannel,
    fallbackReadMs = 500,
    heartbeatMs = 15_000,
    maximumClients = 2_000,
    maximumRecentBytes = 32 * 1024 * 1024,
    maximumRecentEntries = 5_000,
    now = Date.now,
    stallMs = 20_000,
  } = options
  const clients = new Map<string, LiveClient>()
  const chunks = createChunks()
  const pace = createPace()
  const timers: NodeJS.Timeout[] = []
  let recent: RecentEntries | undefined
  let head: StreamId = '0-0'
  let reading: Promise<void> | undefined
  let isReadDue = false
  let isAway = false
  let mustVerify = false
  let hasStopped = false
  let dropped = 0
  /** Clients whose grants are looked at again, because the database did not say. */
  const unchecked = new Set<LiveClient>()
  let isCheckFailing = false

  /** Reads what is new, once at a time; a ring during a read leads to another one. */
  const readFeed = (): Promise<void> => {
    isReadDue = true
    reading ??= (async () => {
      while (isReadDue && !hasStopped) {
        await pace.wait(clients.size * pauseForEachClientMs)
        isReadDue = false
        try {
          await follow()
          if (isAway) logger.info({ msg: 'The change feed is back' })
          isAway = false
        } catch (error) {
          if (!isAway && !hasStopped)
            logger.warn({ err: error, msg: 'The change feed cannot be read; it is tried again' })
          isAway = true
          mustVerify = true
        }
      }
    })().finally(() => (reading = undefined))
    return reading
  }

  const follow = async (): Promise<void> => {
    if (!recent) {
      head = await feed.position()
      recent = createRecentEntries({
        begin: head,
        maximumEntries: maximumRecentEntries,
        maximumBytes: maximumRecentBytes,
      })
    }
    // After an outage the feed may have lost what it had, or trimmed what we had not read.
    if (mustVerify && !(await feed.covers(head))) {
      beginAnew(await feed.lose(head))
      logger.warn({ msg: 'The change feed lost entries; every client loads again' })
    }
    mustVerify = false
    for (;;) {
      const entries = await feed.readAfter(head, readCount)
      const last = entries.at(-1)
      if (!last || hasStopped) return
      head = last.position
      recent.add(entries)
      chunks.forget()
      if (entries.some(({ isResync }) => isResync)) beginAnew(head)
      else for (const client of clients.values()) client.wake()
      if (!mayHaveMore(entries)) return
    }
  }

  /** Nobody goes on from a place before this one. */
  const beginAnew = (position: StreamId): void => {
    head = position
    recent?.reset(position)
    chunks.forget()
    for (const client of clients.values()) client.resync()
  }

  /** What follows a client's place: from memory, or from Redis where it is further behind. */
  const read = (cursor: StreamId, filter: Filter): Chunk | Promise<Chunk> => {
    if (!recent || compareStreamIds(cursor, head) >= 0) return {}
    if (!recent.reachesBackTo(cursor)) return readOlder(cursor, filter)
    const { after } = recent
    return chunks.of(cursor, filter, () => after(cursor, clientReadCount))
  }

  const readOlder = async (cursor: StreamId, filter: Filter): Promise<Chunk> => {
    const entries = await older(cursor)
    return entries ? chunks.of(cursor, filter, () => entries) : { isLost: true }
  }

  /** After a restart everybody comes back from the same place: it is read once for all of them. */
  const older = createInFlight(async (cursor): Promise<RecentEntry[] | undefined> => {
    const entries = await feed.readAfter(cursor, clientReadCount)
    return (await feed.covers(cursor)) ? entries.map(toRecentEntry) : undefined
  })

  /** Whether a client can go on from a place; a recent one needs no question to Redis. */
  const reaches = async (position: string): Promise<boolean> => {
    if (!isStreamId(position)) return false
    if (recent?.reachesBackTo(position) && compareStreamIds(position, head) <= 0) return true
    try {
      return await feed.covers(position)
    } catch (error) {
      logger.warn({ err: error, msg: 'The change feed cannot be asked for a position' })
      throw new HubRefusal('UNAVAILABLE')
    }
  }

  const recheck = async (checked: readonly LiveClient[]): Promise<void> => {
    if (checked.length === 0) return
    try {
      const ended = new Set(await findEndedGrants(checked.map(({ grant }) => grant)))
      for (const client of checked) if (ended.has(client.grant)) client.end()
      isCheckFailing = false
    } catch (error) {
      // The database does not answer: nobody is thrown out for that, but it is asked again soon.
      for (const client of checked) unchecked.add(client)
      if (!isCheckFailing)
        logger.warn({ err: error, msg: 'The sessions of live streams could not be checked' })
      isCheckFailing = true
    }
  }

  const recheckFailed = (): void => {
    const again = [...unchecked].filter(({ id }) => clients.has(id))
    unchecked.clear()
    void recheck(again)
  }

  const beat = (): void => {
    for (const client of clients.values()) client.beat()
    void recheck([...clients.values()])
  }

  const watch = (): void => {
    recheckFailed()
    const time = now()
    for (const client of clients.values()) {
      const stalledSince = client.stalledSince()
      const { expiresAtMs } = client.grant
      if (expiresAtMs !== undefined && expiresAtMs <= time) client.end()
      else if (stalledSince !== undefined && time - stalledSince > stallMs) {
        client.cutOff()
        dropped += 1
        logger.info({
          clientId: client.id,
          waitedMs: time - stalledSince,
          msg: 'A live stream was cut off: its reader did not read',
        })
      }
    }
  }

  const onMessage = (from: string, message: string): void => {
    if (from === channel) void readFeed()
    else if (from === sessionChannel)
      void recheck([...clients.values()].filter(({ grant }) => grant.userId === message))
  }

  const onClose = (): void => {
    mustVerify = true
  }

  const onReaderReady = (): void => void readFeed()

  /**
   * Asked before the connection is ready, Redis would refuse the question by which ioredis finds out
   * whether it is, and ioredis would connect again without the subscription. What was told while
   * nobody listened is looked up.
   */
  const listen = async (): Promise<void> => {
    try {
      await subscriber.subscribe(channel, sessionChannel)
    } catch (error) {
      if (!hasStopped) logger.warn({ err: error, msg: 'The change feed cannot be subscribed to' })
    }
    void readFeed()
    void recheck([...clients.values()])
  }

  const onSubscriberReady = (): void => void listen()

  return {
    start: async () => {
      reader.on('close', onClose)
      reader.on('ready', onReaderReady)
      subscriber.on('message', onMessage)
      subscriber.on('ready', onSubscriberReady)
      if (subscriber.status === 'ready') onSubscriberReady()
      timers.push(
        setInterval(() => void readFeed(), fallbackReadMs),
        setInterval(beat, heartbeatMs),
        setInterval(watch, Math.min(1_000, stallMs / 4)),
      )
      for (const timer of timers) timer.unref()
      await readFeed()
    },
    stop: async () => {
      if (hasStopped) return
      hasStopped = true
      for (const timer of timers) clearInterval(timer)
      reader.off('close', onClose)
      reader.off('ready', onReaderReady)
      subscriber.off('message', onMessage)
      subscriber.off('ready', onSubscriberReady)
      const leaving = [...clients.values()]
      for (const client of leaving) client.end()
      await reading
      if (leaving.length === 0) return
      await new Promise((resolve) => setTimeout(resolve, stopGraceMs))
      for (const client of leaving) client.cutOff()
    },
    connect: async ({ breakConnection, filter, grant, lastEventId, onEnd }) => {
      if (hasStopped) throw new HubRefusal('UNAVAILABLE')
      if (clients.size >= maximumClients) throw new HubRefusal('TOO_MANY_STREAMS')
      if (!recent) await readFeed()
      if (!recent) throw new HubRefusal('UNAVAILABLE')
      const isLost = lastEventId !== undefined && !(await reaches(lastEventId))
      const cursor = isLost || lastEventId === undefined ? head : lastEventId
      const wanted = await filter()
      if (hasStopped) throw new HubRefusal('UNAVAILABLE')
      const id = randomUUID()
      const client = createLiveClient({
        id,
        grant,
        filter: wanted,
        cursor,
        isLost,
        read,
        head: () => head,
        now,
        onEnd: () => {
          clients.delete(id)
          onEnd?.()
        },
        onError: (error) => logger.warn({ err: error, msg: 'A live stream failed' }),
        ...(breakConnection && { breakConnection }),
      })
      clients.set(id, client)
      // The session may have ended since it was looked at, when nobody knew of this client yet.
      void recheck([client])
      return client
    },
    clientCount: () => clients.size,
    droppedCount: () => dropped,
  }
}

/** The feed may have cut the answer short by its count or by its size (@see ChangeFeed.readAfter). */
const mayHaveMore = (entries: readonly FeedEntry[]): boolean =>
  entries.length >= readCount ||
  entries.reduce((size, { frame }) => size + frame.length, 0) > maximumReadBytes / 4
