import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'

import type { Redis } from 'ioredis'
import type { Logger } from 'pino'

import type { Breakers } from './breakers'
import { type CriticalNotes, criticalErrorTypes } from './criticalErrors'
import { classifyFailure } from './failures'
import { pingRedis } from './ping'
import { withinRedisTime } from './redisTime'
import { sleep } from './sleep'
import type { WorkerProgress } from './workerProgress'
import { removeWorkerReport, writeWorkerReport } from './workerReports'

/** Says of a worker, again and again, that it lives and how it stands. */
export interface Reporting {
  /** Ends when the signal is aborted. */
  run: () => Promise<void>
  /** Takes the report back, so that nobody takes the worker for alive. */
  end: () => Promise<void>
}

/**
 * Reports a worker to Redis every two seconds and pushes the critical errors that were noted
 * meanwhile. As a side effect an idle worker notices, too, that Redis is away.
 */
export const createReporting = ({
  breakers,
  everyMs = 2_000,
  logger,
  notes,
  progress,
  redis,
  signal,
  stream,
}: {
  redis: Redis
  stream: string
  progress: () => WorkerProgress
  breakers: Breakers
  notes: CriticalNotes
  logger: Logger
  signal: AbortSignal
  everyMs?: number
}): Reporting => {
  const incarnation = randomUUID()
  const startedAt = new Date().toISOString()
  let firstAtMs: number | undefined
  let isNamesakeTold = false

  const report = async (): Promise<void> => {
    await pingRedis(redis)
    const { applied, consumer, lastId = null, lost, parked, repeated, standingBy = null } = progress() // prettier-ignore
    const { atMs, namesakesAtMs } = await withinRedisTime(withinMs, () =>
      writeWorkerReport(redis, stream, {
        consumer,
        incarnation,
        host: hostname(),
        pid: process.pid,
        startedAt,
        lastId,
        applied,
        repeated,
        parked,
        lost,
        breakers: breakers.states(),
        standingBy,
      }),
    )
    firstAtMs ??= atMs
    tellNamesakes(consumer, namesakesAtMs, firstAtMs)
    await withinRedisTime(withinMs, () => notes.push(redis))
  }

  /** A process that died says nothing more; one that said something after our start is alive. */
  const tellNamesakes = (
    consumer: string,
    namesakesAtMs: readonly number[],
    sinceMs: number,
  ): void => {
    const isShared = namesakesAtMs.some((atMs) => atMs > sinceMs)
    if (isShared && !isNamesakeTold) {
      logger.error(
        { consumer },
        'another live process uses the same WORKER_ID: nothing is lost or counted twice, but each does the work of the other again; give every worker its own',
      )
      notes.note(criticalErrorTypes.workerNames, { consumer, stream, host: hostname(), pid: process.pid }) // prettier-ignore
    }
    isNamesakeTold = isShared
  }

  return {
    run: async () => {
      while (!signal.aborted) {
        await breakers.untilEnginesAnswer(['redis'])
        if (signal.aborted) return
        try {
          await report()
          await breakers.enginesAnswered(['redis'])
        } catch (error) {
          logger.debug({ err: error }, 'the worker could not report')
          if (classifyFailure(error) === 'unavailable') await breakers.engineFailed('redis')
        }
        await sleep(everyMs, signal)
      }
    },
    end: async () => {
      if (redis.status === 'ready') await removeWorkerReport(redis, stream, incarnation)
    },
  }
}

const withinMs = 2_000
