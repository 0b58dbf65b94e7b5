import type { Redis } from 'ioredis'

import type { LedgerEntry } from '@/ledger/entry'
import { toEnvelope } from '@/ledger/entry'
import { compareStreamIds, type StreamId } from '@/ledger/streamId'

import { type ParsedEntry, toParsedEntry } from './applyBatch'
import { createConsumer, type Delivery, isGroupMissing, toConsumerName } from './consumer'
import { observe } from './observer'
import { createPositions } from './positions'
import type { ProjectorParts } from './parts'
import { processBatch, Stopped } from './processBatch'
import { createRecordedSessions } from './sessions'
import { sleep } from './sleep'
import type { Store } from './store'

/** How the worker reads the ledger. */
export interface WorkerSettings {
  stream: string
  workerId: string
  /** The most entries of one transaction. */
  batchSize: number
  /** How long one read waits for something new. */
  blockMs: number
  /** A consumer that has held an entry for so long is taken for dead. */
  claimIdleMs: number
  claimEveryMs: number
}

/** What a worker has done since it started. */
export interface WorkerProgress {
  consumer: string
  isRunning: boolean
  lastId?: StreamId
  applied: number
  repeated: number
  parked: number
  lost: number
  lastBatchAt?: Date
}

/** The life of one consumer of the ledger. */
export interface Worker {
  start(): void
  /** Prompt even inside a blocking read; the batch under way is finished or left for redelivery. */
  stop(): Promise<void>
  progress(): WorkerProgress
}

/**
 * Projects the ledger: own pending entries first, then those of dead consumers, then new ones, and
 * the next batch is read while this one is written. Never ends by itself: what goes wrong is
 * logged and tried again.
 */
export const createWorker = (
  parts: Omit<ProjectorParts, 'signal'> & { blocking: Redis },
  settings: WorkerSettings,
): Worker => {
  const stopping = new AbortController()
  const { signal } = stopping
  const consumerName = toConsumerName(settings.workerId)
  const consumer = createConsumer({
    redis: parts.redis,
    blocking: parts.blocking,
    stream: settings.stream,
    consumer: consumerName,
  })
  const sessions = createRecordedSessions({
    redis: parts.redis,
    workerName: `${settings.stream}:${consumerName}`,
  })
  const store = (): Store => ({ ...parts.store(), sessions, writer: consumerName })
  const positions = createPositions(parts.store)
  const progress: WorkerProgress = {
    consumer: consumerName,
    isRunning: false,
    applied: 0,
    repeated: 0,
    parked: 0,
    lost: 0,
  }
  const seenUnknownTypes = new Set<string>()
  let running: Promise<void> | undefined
  let underWay: Promise<void> | undefined
  let failures = 0

  const handle = async (
    { entries, lost }: Delivery,
    { isRedelivery }: { isRedelivery: boolean },
  ): Promise<void> => {
    await reportLost(lost)
    for (const raw of chunksOf(entries, maximumChunkBytes)) {
      const chunk = raw.map(parse)
      const { applied, parked, repeated } = await processBatch(
        { ...parts, store, signal, isTellingRepeats: isRedelivery },
        chunk,
      )
      await consumer.acknowledge(chunk.map(({ id }) => id))
      progress.applied += applied
      progress.repeated += repeated
      progress.parked += parked
      progress.lastBatchAt = new Date()
      const last = chunk.at(-1)!.id
      if (!progress.lastId || compareStreamIds(last, progress.lastId) > 0) progress.lastId = last
    }
    failures = 0
    if (progress.lastId) await positions.advance(progress.lastId)
  }

  const parse = ({ fields, id }: LedgerEntry): ParsedEntry => {
    const entry = toParsedEntry(id, toEnvelope(fields))
    const typ = (entry.envelope.typ ?? '').slice(0, 100)
    const isNews =
      entry.parsed.kind === 'ignored' &&
      entry.parsed.reason === 'unknown-type' &&
      !seenUnknownTypes.has(typ)
    if (isNews && seenUnknownTypes.size < maximumUnknownTypes) {
      seenUnknownTypes.add(typ)
      parts.logger.info({ typ, streamId: id }, 'unknown event type: archived')
    }
    return entry
  }

  /** Entries that were deleted from the stream while they were pending can never be read again. */
  const reportLost = async (ids: readonly StreamId[]): Promise<void> => {
    if (ids.length === 0) return
    progress.lost += ids.length
    observe(parts, (to) => to.onLost?.(ids.length))
    parts.logger.error({ ids: ids.slice(0, 100), count: ids.length }, 'events were lost')
    const report = JSON.stringify({ ids, stream: settings.stream, at: new Date().toISOString() })
    await parts.redis
      .multi()
      .rpush('errors:lost_events', report)
      .ltrim('errors:lost_events', -1_000, -1)
      .exec()
    await consumer.acknowledge(ids)
  }

  const drainOwnPending = async (): Promise<void> => {
    for (let after = '0'; !signal.aborted;) {
      const delivery = await consumer.readPending(after, maximumReadCount)
      if (delivery.entries.length === 0 && delivery.lost.length === 0) return
      const ids = [...delivery.entries.map(({ id }) => id), ...delivery.lost]
      after = ids.reduce((last, id) => (compareStreamIds(id, last) > 0 ? id : last))
      await handle(delivery, { isRedelivery: true })
    }
  }

  const claimFromDead = async (): Promise<void> => {
    for (let cursor = '0-0'; !signal.aborted;) {
      const claim = await consumer.claim(cursor, settings.claimIdleMs, maximumReadCount)
      await handle(claim, { isRedelivery: true })
      cursor = claim.cursor
      if (cursor === '0-0') return
    }
  }

  const consume = async (): Promise<void> => {
    // What a read delivered after an interruption is pending now, and drained with the rest.
    await underWay
    await sessions.endPredecessor(parts.store().client)
    await consumer.ensureGroup()
    await drainOwnPending()
    await claimFromDead()
    let claimedAt = Date.now()
    let next = readAhead()
    while (!signal.aborted) {
      const delivery = await next
      next = readAhead()
      await handle(delivery, { isRedelivery: false })
      if (Date.now() - claimedAt < settings.claimEveryMs) continue
      await claimFromDead()
      claimedAt = Date.now()
    }
  }

  /**
   * A batch in several small reads: entries may be 4 MB each, and Redis bounds a read only by
   * their number. The first one waits; the others take what is there.
   */
  const readBatch = async (): Promise<Delivery> => {
    const size = Math.min(settings.batchSize, maximumReadCount)
    const batch = await consumer.readNew(size, settings.blockMs)
    let latest = batch
    while (
      latest.entries.length === size &&
      batch.entries.length + size <= settings.batchSize &&
      sizeOf(batch.entries) < maximumChunkBytes &&
      !signal.aborted
    ) {
      latest = await consumer.readNew(size)
      batch.entries.push(...latest.entries)
      batch.lost.push(...latest.lost)
    }
    return batch
  }

  /** Reads the next batch while this one is written. */
  const readAhead = (): Promise<Delivery> => {
    const reading = readBatch()
    // Whoever awaits it hears of a failure; until then it must not go unheard.
    underWay = reading.then(
      () => undefined,
      () => undefined,
    )
    return reading
  }

  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        await consume()
      } catch (error) {
        failures += 1
        if (signal.aborted || error instanceof Stopped) return
        if (isGroupMissing(error))
          parts.logger.error(
            { stream: settings.stream },
            'the consumer group is gone: the stream was emptied or Redis lost its data; it is created again',
          )
        else parts.logger.error({ err: error }, 'the worker was interrupted; it goes on')
        await sleep(Math.min(100 * 2 ** Math.min(failures, 6), 5_000), signal)
      }
    }
  }

  return {
    start: () => {
      if (running) return
      progress.isRunning = true
      running = run().finally(() => {
        progress.isRunning = false
      })
    },
    stop: async () => {
      stopping.abort()
      parts.blocking.disconnect()
      await running
      await positions.flush()
      await sessions.close()
    },
    progress: () => ({ ...progress }),
  }
}

const maximumUnknownTypes = 1_000

/** A batch of very large entries is written in several transactions. */
const maximumChunkBytes = 8 * 1024 * 1024

/** Entries of one read; 50 of the largest fit into memory beside everything else. */
const maximumReadCount = 50

/** Characters of all names and values. */
const sizeOf = (entries: readonly LedgerEntry[]): number =>
  entries.reduce((size, { fields }) => fields.reduce((sum, text) => sum + text.length, size), 0)

function* chunksOf(entries: readonly LedgerEntry[], maximumSize: number): Generator<LedgerEntry[]> {
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
