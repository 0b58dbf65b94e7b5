import type { Redis } from 'ioredis'

import type { LedgerEntry } from '@/ledger/entry'
import { toEnvelope } from '@/ledger/entry'
import { compareStreamIds, type StreamId, toSortableId } from '@/ledger/streamId'

import { createAftermath } from './aftermath'
import { applyBatch, type ParsedEntry, toParsedEntry } from './applyBatch'
import { ReadInterrupted } from './blockingRead'
import { contractBreaker } from './breaker'
import { createBreakers } from './breakers'
import { chunksOf, maximumChunkBytes, sizeOf } from './chunks'
import { createConsumer, type Delivery, isGroupMissing, toConsumerName } from './consumer'
import { createCriticalNotes, criticalErrorTypes } from './criticalErrors'
import { classifyFailure } from './failures'
import { observe, withSign } from './observer'
import { createPositions } from './positions'
import type { ProjectorParts } from './parts'
import type { PendingLoss } from './pendingLoss'
import { processBatch } from './processBatch'
import { contractRecovery, createRecovery } from './recovery'
import { createReporting } from './reporting'
import { createRecordedSessions } from './sessions'
import { sleep } from './sleep'
import { archiveOf, type Store, withinTime } from './store'
import type { UnreadLoss } from './unreadLoss'
import { Stopped, untilAvailable } from './untilAvailable'
import type { WorkerProgress } from './workerProgress'

export type { WorkerProgress }

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
  /** A consumer that holds nothing and has asked for nothing for so long is removed; an hour. */
  removeIdleMs?: number
}

/** The life of one consumer of the ledger. */
export interface Worker {
  start(): void
  /**
   * Prompt even inside a blocking read, and never held up by an engine that is away: the batch under
   * way is finished, told and acknowledged; what was only read is left to other workers at once.
   */
  stop(): Promise<void>
  progress(): WorkerProgress
}

/**
 * Projects the ledger: own pending entries first, then those of dead consumers, then new ones, and
 * the next batch is read while this one is written. Never ends by itself: what goes wrong is
 * logged and tried again.
 */
export const createWorker = (
  given: Omit<ProjectorParts, 'signal'> & { blocking: Redis },
  settings: WorkerSettings,
): Worker => {
  const consumerName = toConsumerName(settings.workerId)
  const progress: Omit<WorkerProgress, 'breakers'> = {
    consumer: consumerName,
    isRunning: false,
    applied: 0,
    repeated: 0,
    parked: 0,
    lost: 0,
  }
  const observer = withSign(given.observer, () => (progress.lastSignAt = new Date()))
  const parts = { ...given, observer }
  const stopping = new AbortController()
  const { signal } = stopping
  const settling = new AbortController()
  const { stream } = settings
  const consumer = createConsumer({
    redis: parts.redis,
    blocking: parts.blocking,
    stream,
    consumer: consumerName,
  })
  const notes = createCriticalNotes()
  const breakers = createBreakers({
    ...parts,
    settings: parts.settings.breaker ?? contractBreaker,
    signal,
    onOpen: (breaker) =>
      notes.note(criticalErrorTypes.breakers, { breaker, consumer: consumerName, stream }),
  })
  const recovery = createRecovery({
    settings: parts.settings.recovery ?? contractRecovery,
    breakers,
    notes,
    logger: parts.logger,
    signal,
    consumer: consumerName,
    stream,
  })
  const sessions = createRecordedSessions({
    redis: parts.redis,
    workerName: `${stream}:${consumerName}`,
  })
  const store = (): Store => ({ ...parts.store(), sessions, writer: consumerName })
  const positions = createPositions(parts.store)
  const aftermath = createAftermath()
  const seenUnknownTypes = new Set<string>()
  const report = (): WorkerProgress => ({ ...progress, breakers: breakers.states() })
  const reporting = createReporting({
    redis: parts.redis,
    stream,
    progress: report,
    breakers,
    notes,
    logger: parts.logger,
    signal,
  })
  let running: Promise<void> | undefined
  let reported: Promise<void> | undefined
  let underWay: Promise<void> | undefined
  let hasEndedPredecessor = false
  let probedUpTo = '0'

  /** @returns how many entries are not decided, because a projection refuses one after the other */
  const handle = async (
    { entries, lost, unread }: ParsedDelivery,
    { isProbe = false, isRedelivery }: { isRedelivery: boolean; isProbe?: boolean },
  ): Promise<number> => {
    // A full read: more is waiting. Then the screens are told beside the next transaction.
    const isBehind = entries.length >= maximumReadCount && !isProbe
    await reportLost(lost)
    if (unread) noteLoss(unread)
    let postponedCount = 0
    for (const chunk of chunksOf(entries)) {
      progress.batchStartedAt = new Date()
      const { applied, parked, postponed, repeated } = await processBatch(
        {
          ...parts,
          ...{ store, signal, settleSignal: settling.signal, breakers, aftermath },
          ...{ isTellingRepeats: isRedelivery, isProbe },
        },
        chunk,
      )
      const waiting = new Set(postponed)
      const decided = chunk.map(({ id }) => id).filter((id) => !waiting.has(id))
      aftermath.add(() => consumer.acknowledge(decided))
      await (isBehind ? aftermath.keepUp() : aftermath.settled())
      delete progress.batchStartedAt
      postponedCount += postponed.length
      progress.applied += applied
      progress.repeated += repeated
      progress.parked += parked
      progress.lastBatchAt = new Date()
      for (const id of decided)
        if (!progress.lastId || compareStreamIds(id, progress.lastId) > 0) progress.lastId = id
    }
    if (!isBehind) await aftermath.settled()
    recovery.succeeded()
    if (progress.lastId) await positions.advance(progress.lastId)
    if (postponedCount > 0 && !isProbe) throw new ProjectionRefuses()
    return postponedCount
  }

  const parseAll = (delivery: Delivery): ParsedDelivery => ({
    ...delivery,
    entries: delivery.entries.map((raw) => ({ ...parse(raw), size: sizeOf(raw) })),
  })

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
    const loss = await consumer.reportDeleted(ids)
    if (loss) noteLoss(loss)
  }

  /** The step that found the loss has reported it, unless Redis takes nothing just now. */
  const noteLoss = ({ isListed, ...loss }: PendingLoss | UnreadLoss): void => {
    progress.lost += loss.count
    observe(parts, (to) => to.onLost?.(loss.count))
    parts.logger.error({ ...loss, ids: loss.ids?.slice(0, 100) }, 'events were lost: they were removed before they could be read') // prettier-ignore
    if (!isListed) notes.note(criticalErrorTypes.lostEvents, loss)
  }

  const drainOwnPending = async (): Promise<void> => {
    for (let after = '0'; !signal.aborted;) {
      const delivery = await consumer.readPending(after, maximumReadCount)
      const last = idsOf(delivery).at(-1)
      if (!last) return
      after = last
      await handle(parseAll(delivery), { isRedelivery: true })
    }
  }

  const claimFromDead = async (): Promise<void> => {
    for (let cursor = '0-0'; !signal.aborted;) {
      const claim = await consumer.claim(cursor, settings.claimIdleMs, maximumReadCount)
      if (claim.deleted) noteLoss(claim.deleted)
      await handle(parseAll(claim), { isRedelivery: true })
      cursor = claim.cursor
      if (cursor === '0-0') return
    }
  }

  /**
   * Tries waiting events, pending ones and then new ones, each a bounded number of times: is it the
   * projection that fails, or were it these events?
   */
  const tryWaiting = async (refusals: number, isProven: () => boolean): Promise<void> => {
    for (let refused = 0; refused < refusals && !isProven() && !signal.aborted;) {
      let delivery = await consumer.readPending(probedUpTo, refusals)
      if (idsOf(delivery).length === 0) delivery = await consumer.readNew(refusals)
      const last = idsOf(delivery).at(-1)
      probedUpTo = last ?? '0'
      if (!last) return
      refused += await handle(parseAll(delivery), { isRedelivery: true, isProbe: true })
    }
  }

  /** @throws an error of the class `retired` where this worker's program is not the live one */
  const checkVersion = (): Promise<unknown> =>
    applyBatch(store(), [], {
      now: new Date(),
      timeoutMs: parts.settings.processingTimeoutMs,
    })

  const prepare = async (): Promise<void> => {
    const waiting = { ...parts, breakers, signal }
    if (!hasEndedPredecessor)
      await untilAvailable(waiting, ['mongodb', 'redis'], () =>
        sessions.endPredecessor(parts.store().client),
      )
    hasEndedPredecessor = true
    await untilAvailable(waiting, ['mongodb'], checkVersion)
    await consumer.ensureGroup(countArchived)
    await breakers.untilProjectionsApply(tryWaiting)
  }

  const countArchived = (before?: StreamId): Promise<number> =>
    archiveOf(store()).countDocuments(before ? { _id: { $lt: toSortableId(before) } } : {})

  const consume = async (): Promise<void> => {
    // What a read delivered after an interruption is pending now, and drained with the rest.
    await underWay
    await prepare()
    await drainOwnPending()
    await takeOver()
    let takenOverAt = Date.now()
    let next = readAhead()
    while (!signal.aborted) {
      const delivery = await next
      next = readAhead()
      await handle(delivery, { isRedelivery: false })
      if (Date.now() - takenOverAt < settings.claimEveryMs) continue
      await takeOver()
      takenOverAt = Date.now()
    }
  }

  const takeOver = async (): Promise<void> => {
    await claimFromDead()
    const removed = await consumer.removeIdle(settings.removeIdleMs ?? removeIdleMs)
    if (removed.length > 0) parts.logger.info({ removed }, 'idle consumers were removed')
  }

  /**
   * A batch in several small reads: entries may be 4 MB each, and Redis bounds a read only by
   * their number. The first one waits; the others take what is there. Each is parsed as it comes,
   * while the database works on the batch before.
   */
  const readBatch = async (): Promise<ParsedDelivery> => {
    const count = Math.min(settings.batchSize, maximumReadCount)
    let first = await consumer.readNew(count)
    if (isNothing(first)) first = await consumer.waitForNew(count, settings.blockMs)
    const batch = parseAll(first)
    let latest = batch
    let size = totalSize(latest)
    while (
      latest.entries.length === count &&
      batch.entries.length + count <= settings.batchSize &&
      size < maximumChunkBytes &&
      !signal.aborted
    ) {
      latest = parseAll(await consumer.readNew(count))
      size += totalSize(latest)
      batch.entries.push(...latest.entries)
      batch.lost.push(...latest.lost)
      if (latest.unread) return { ...batch, unread: latest.unread }
    }
    return batch
  }

  /** Reads the next batch while this one is written. */
  const readAhead = (): Promise<ParsedDelivery> => {
    const reading = readBatch()
    // Whoever awaits it hears of a failure; until then it must not go unheard.
    underWay = reading.then(
      () => undefined,
      () => undefined,
    )
    return reading
  }

  /** Leaves the ledger to the workers whose program is the live one, until this one is. */
  const standBy = async (reason: string): Promise<void> => {
    progress.standingBy = reason
    parts.logger.warn({ reason }, 'the worker stands by')
    parts.blocking.disconnect(true)
    try {
      await releaseHeld()
      await untilLive()
    } finally {
      delete progress.standingBy
    }
    parts.logger.info('the worker projects again')
  }

  /** What was read and not done is free for the others to take at once. */
  const releaseHeld = async (): Promise<void> => {
    await underWay
    try {
      await consumer.release(noteLoss)
    } catch (error) {
      if (!isGroupMissing(error)) throw error
    }
  }

  const untilLive = async (): Promise<void> => {
    while (!signal.aborted) {
      await sleep(standByMs, signal)
      try {
        await checkVersion()
        return
      } catch (error) {
        if (classifyFailure(error) === 'event') throw error
        parts.logger.debug({ err: error }, 'still standing by')
      }
    }
  }

  /** What was committed last is told and acknowledged, or delivered again, before anything new begins. */
  const endAftermath = async (): Promise<void> => {
    delete progress.batchStartedAt
    try {
      await aftermath.settled()
    } catch (error) {
      if (!(error instanceof Stopped))
        parts.logger.warn({ err: error }, 'a committed batch is not acknowledged: it comes again')
    }
  }

  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        await consume()
      } catch (error) {
        await endAftermath()
        if (signal.aborted || error instanceof Stopped) return
        if (error instanceof ProjectionRefuses || error instanceof ReadInterrupted) continue
        if (classifyFailure(error) === 'retired')
          await standBy((error as Error).message).catch(recovery.from)
        else await recovery.from(error)
      }
    }
    await endAftermath()
  }

  return {
    start: () => {
      if (running) return
      progress.isRunning = true
      reported = reporting.run()
      running = run().finally(() => {
        progress.isRunning = false
      })
    },
    stop: async () => {
      stopping.abort()
      parts.blocking.disconnect()
      const finish = (timeoutMs: number, work: () => Promise<unknown>): Promise<unknown> =>
        withinTime(timeoutMs, work).catch((error: unknown) =>
          parts.logger.warn({ err: error }, 'an engine was away when the worker stopped'),
        )
      const settled = setTimeout(() => settling.abort(), settleMs)
      await finish(finishMs, () => Promise.all([running, reported]))
      clearTimeout(settled)
      settling.abort()
      await Promise.all(
        [releaseHeld, positions.flush, sessions.close, reporting.end].map((end) =>
          finish(endMs, end),
        ),
      )
    },
    progress: report,
  }
}

/** Events wait because a projection refuses one after the other: they are tried again, some at a time. */
class ProjectionRefuses extends Error {
  override readonly name = 'ProjectionRefuses'
}

const removeIdleMs = 60 * 60_000
const standByMs = 1_000

/**
 * What cannot be finished in these times at the end is left undone: an engine is away. Telling and
 * acknowledging what is committed gives up first, then the batch under way, then the farewell;
 * together less than the time in which the process promises to be gone.
 */
const settleMs = 2_500
const finishMs = 3_000
const endMs = 1_000

const maximumUnknownTypes = 1_000

/** Entries of one read; 50 of the largest fit into memory beside everything else. */
const maximumReadCount = 50

/** A delivery whose entries were read by the rules of their types; sizes are in characters. */
interface ParsedDelivery extends Omit<Delivery, 'entries'> {
  entries: (ParsedEntry & { size: number })[]
}

const totalSize = ({ entries }: ParsedDelivery): number =>
  entries.reduce((sum, { size }) => sum + size, 0)

const idsOf = ({ entries, lost }: Delivery): StreamId[] =>
  [...entries.map(({ id }) => id), ...lost].sort(compareStreamIds)

const isNothing = ({ entries, lost, unread }: Delivery): boolean =>
  entries.length === 0 && lost.length === 0 && !unread
