import type { Redis } from 'ioredis'

import { type StreamId, toSortableId } from '@/ledger/streamId'

import { createAftermath } from './aftermath'
import { applyBatch } from './applyBatch'
import { createBatchReader } from './batchReader'
import { ReadInterrupted } from './blockingRead'
import { contractBreaker } from './breaker'
import { createBreakers } from './breakers'
import { createConsumer, type Delivery, isGroupMissing, toConsumerName } from './consumer'
import { createCriticalNotes, criticalErrorTypes } from './criticalErrors'
import { createDeliveryParser, type ParsedDelivery } from './deliveries'
import { createDeliveryHandler, ProjectionRefuses } from './deliveryHandler'
import { classifyFailure } from './failures'
import { withSign } from './observer'
import type { ProjectorParts } from './parts'
import { createPositions } from './positions'
import { contractRecovery, createRecovery } from './recovery'
import { createRedeliveries } from './redeliveries'
import { createReporting } from './reporting'
import { createRecordedSessions } from './sessions'
import { standBy } from './standBy'
import { archiveOf, type Store, withinTime } from './store'
import { Stopped, untilAvailable } from './untilAvailable'
import type { WorkerProgress } from './workerProgress'

export type { WorkerProgress }

/** How the worker reads the ledger. */
export interface WorkerSettings {
  stream: string
  workerId: string
  /** The most entries of one transaction. */
  batchSize: number
  /** The fewest entries of a batch that is applied in two transactions side by side; 500. */
  lanesFrom?: number
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
 * Projects the ledger: own pending entries first, then those of dead consumers, then new ones; while
 * more is waiting, the next batch is read as this one is written. Never ends by itself: what goes
 * wrong is logged and tried again.
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
  const stopping = new AbortController()
  const { signal } = stopping
  const settling = new AbortController()
  const { stream } = settings
  const open = (writer: string) => {
    const workerName = recordedName(stream, writer)
    const sessions = createRecordedSessions({ redis: given.redis, workerName })
    return { sessions, store: (): Store => ({ ...given.store(), sessions, writer }) }
  }
  const { sessions, store } = open(consumerName)
  const second = open(secondWriter(consumerName))
  const aftermath = createAftermath()
  const observer = withSign(given.observer, () => (progress.lastSignAt = new Date()))
  const shared = { ...given, observer, signal }
  const notes = createCriticalNotes()
  const breakers = createBreakers({
    ...shared,
    settings: given.settings.breaker ?? contractBreaker,
    onOpen: (breaker) =>
      notes.note(criticalErrorTypes.breakers, { breaker, consumer: consumerName, stream }),
  })
  const recovery = createRecovery({
    settings: given.settings.recovery ?? contractRecovery,
    breakers,
    notes,
    logger: given.logger,
    signal,
    consumer: consumerName,
    stream,
  })
  const consumer = createConsumer({
    redis: given.redis,
    blocking: given.blocking,
    stream,
    consumer: consumerName,
  })
  const positions = createPositions(given.store)
  const { handle, noteLoss } = createDeliveryHandler({
    parts: {
      ...shared,
      store,
      secondStore: second.store,
      ...(settings.lanesFrom !== undefined && { lanesFrom: settings.lanesFrom }),
      settleSignal: settling.signal,
      breakers,
      aftermath,
    },
    consumer,
    notes,
    positions,
    recovery,
    progress,
  })
  const parseDelivery = createDeliveryParser(given.logger)
  /** What was lost unread, no later read tells: it is noted whatever becomes of the rest. */
  const parse = (delivery: Delivery): ParsedDelivery => {
    if (delivery.unread) noteLoss(delivery.unread)
    return parseDelivery(delivery)
  }
  const reader = createBatchReader({ ...settings, consumer, parse, signal })
  const redeliveries = createRedeliveries({
    consumer,
    parse,
    handle,
    noteLoss,
    logger: given.logger,
    claimIdleMs: settings.claimIdleMs,
    removeIdleMs: settings.removeIdleMs ?? removeIdleMs,
    onRemoved: (names) =>
      sessions.forget(
        names
          .flatMap((name) => [name, secondWriter(name)])
          .map((writer) => recordedName(stream, writer)),
      ),
    signal,
  })
  const report = (): WorkerProgress => ({ ...progress, breakers: breakers.states() })
  const reporting = createReporting({
    redis: given.redis,
    stream,
    progress: report,
    breakers,
    notes,
    logger: given.logger,
    signal,
  })
  let running: Promise<void> | undefined
  let reported: Promise<void> | undefined
  let hasEndedPredecessor = false

  /** @throws an error of the class `retired` where this worker's program is not the live one */
  const checkVersion = (): Promise<unknown> =>
    applyBatch(store(), [], {
      now: new Date(),
      timeoutMs: given.settings.processingTimeoutMs,
    })

  const prepare = async (): Promise<void> => {
    const waiting = { ...shared, breakers }
    if (!hasEndedPredecessor)
      await untilAvailable(waiting, ['mongodb', 'redis'], () =>
        Promise.all(
          [sessions, second.sessions].map((each) => each.endPredecessor(given.store().client)),
        ),
      )
    hasEndedPredecessor = true
    await untilAvailable(waiting, ['mongodb'], checkVersion)
    await consumer.ensureGroup(countArchived)
    await breakers.untilProjectionsApply(redeliveries.tryWaiting)
  }

  const countArchived = (before?: StreamId): Promise<number> =>
    archiveOf(store()).countDocuments(before ? { _id: { $lt: toSortableId(before) } } : {})

  const consume = async (): Promise<void> => {
    // What a read delivered after an interruption is pending now, and drained with the rest.
    await reader.settled()
    await prepare()
    await redeliveries.drainOwnPending()
    await redeliveries.takeOver()
    let takenOverAt = Date.now()
    let next = reader.read()
    while (!signal.aborted) {
      const delivery = await next
      let ahead: Promise<ParsedDelivery> | undefined
      // Parsing what comes next takes the time in which the database writes this.
      const onFolded = (): void => {
        if (reader.isMoreLikely(delivery)) ahead ??= reader.read()
      }
      await handle(delivery, { isRedelivery: false, onFolded })
      // Whatever came meanwhile is one batch.
      next = ahead ?? reader.read()
      if (Date.now() - takenOverAt < settings.claimEveryMs) continue
      await redeliveries.takeOver()
      takenOverAt = Date.now()
    }
  }

  /** What was read and not done is free for the others to take at once. */
  const releaseHeld = async (): Promise<void> => {
    await reader.settled()
    try {
      await consumer.release(noteLoss)
    } catch (error) {
      if (!isGroupMissing(error)) throw error
    }
  }

  const retire = (reason: string): Promise<void> => {
    // A read that waits for something new must not be given it.
    given.blocking.disconnect(true)
    return standBy(
      { checkVersion, release: releaseHeld, progress, logger: given.logger, signal },
      reason,
    )
  }

  /** What was committed last is told and acknowledged, or delivered again, before anything new begins. */
  const endAftermath = async (): Promise<void> => {
    delete progress.batchStartedAt
    try {
      await aftermath.settled()
    } catch (error) {
      if (!(error instanceof Stopped))
        given.logger.warn({ err: error }, 'a committed batch is not acknowledged: it comes again')
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
          await retire((error as Error).message).catch(recovery.from)
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
      given.blocking.disconnect()
      const finish = (timeoutMs: number, work: () => Promise<unknown>): Promise<unknown> =>
        withinTime(timeoutMs, work).catch((error: unknown) =>
          given.logger.warn({ err: error }, 'an engine was away when the worker stopped'),
        )
      const settled = setTimeout(() => settling.abort(), settleMs)
      await finish(finishMs, () => Promise.all([running, reported]))
      clearTimeout(settled)
      settling.abort()
      await Promise.all(
        [releaseHeld, positions.flush, sessions.close, second.sessions.close, reporting.end].map(
          (end) => finish(endMs, end),
        ),
      )
    },
    progress: report,
  }
}

/** Whose gate the second of two transactions side by side passes. */
const secondWriter = (consumer: string): string => `${consumer}#2`

/** What a writer's session is on record as. */
const recordedName = (stream: string, writer: string): string => `${stream}:${writer}`

const removeIdleMs = 60 * 60_000

/**
 * What cannot be finished in these times at the end is left undone: an engine is away. Telling and
 * acknowledging what is committed gives up first, then the batch under way, then the farewell;
 * together less than the time in which the process promises to be gone.
 */
const settleMs = 2_500
const finishMs = 3_000
const endMs = 1_000
