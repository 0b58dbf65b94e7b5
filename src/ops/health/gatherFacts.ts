import type { Redis } from 'ioredis'
import type { Db } from 'mongodb'

import type { Answer, HealthFacts, WorkerFacts } from './facts'
import { createProbe } from './probe'
import { readArchiveFacts } from './readArchiveFacts'
import { readLedgerFacts, readSyncFacts } from './readLedgerFacts'

/** Where the facts come from. */
export interface FactSources {
  /** The connection that the worker writes over: what it cannot do, nobody can. */
  redis: Redis
  database: () => Db
  stream: string
  isProcessingEnabled: boolean
  worker: () => WorkerFacts | undefined
  syncDifferenceEvents: number
  /** Entries are counted up to here. */
  maximumCounted: number
}

/** All questions together take no longer, however engines hang. */
const withinMs = 2_000

/** Makes the function that asks both engines; each has at most one question of a kind under way. */
export const createFactGathering = (sources: FactSources): (() => Promise<HealthFacts>) => {
  const { database, isProcessingEnabled, maximumCounted, redis, stream } = sources
  const probes = {
    redis: createProbe(),
    mongodb: createProbe(),
    ledger: createProbe(),
    archive: createProbe(),
    sync: createProbe(),
  }
  let wasClosed = false
  redis.once('close', () => (wasClosed = true))

  return async () => {
    const endMs = performance.now() + withinMs
    const left = (): number => endMs - performance.now()
    const isFirst = (): boolean => !wasClosed && openingStatuses.includes(redis.status)
    // A connection that is down would keep the question until it is up again.
    const ifConnected = async <T>(ask: () => Promise<Answer<T>>): Promise<Answer<T>> =>
      redis.status === 'ready' ? ask() : isFirst() ? opening : away

    const [redisAnswer, mongodb, ledger] = await Promise.all([
      ifConnected(() => probes.redis(() => proveWritable(redis), left())),
      probes.mongodb(() => readPrimary(database()), left()),
      ifConnected(() =>
        probes.ledger(() => readLedgerFacts(redis, stream, maximumCounted), left()),
      ),
    ])
    const acknowledgedIds = ledger.isAnswered ? ledger.value.acknowledgedHeadIds : []
    const archive = mongodb.isAnswered
      ? await probes.archive(
          () =>
            readArchiveFacts(database(), {
              acknowledgedIds,
              nowMs: Date.now(),
              maximumMs: withinMs,
            }),
          left(),
        )
      : away
    const sync =
      archive.isAnswered && ledger.isAnswered
        ? await probes.sync(
            () =>
              readSyncFacts({
                redis,
                stream,
                greatestId: archive.value.greatestId,
                syncDifferenceEvents: sources.syncDifferenceEvents,
                maximumCounted,
              }),
            left(),
          )
        : away
    const worker = sources.worker()
    return {
      atMs: Date.now(),
      redis: redisAnswer,
      mongodb,
      ledger,
      archive,
      sync,
      isProcessingEnabled,
      ...(worker && { worker }),
    }
  }
}

const away = { isAnswered: false, code: 'NOT_CONNECTED' } as const

/** The first connection is under way: it was neither made nor refused. */
const opening = { isAnswered: false, code: 'NO_ANSWER' } as const
const openingStatuses = ['wait', 'connecting', 'connect']

/** Redis may answer and take no writes: out of memory, read-only, its disk full. */
const proveWritable = async (redis: Redis): Promise<void> => {
  await redis.set('payload-dashboard:health', '1', 'PX', 60_000)
}

const readPrimary = async (database: Db): Promise<{ isWritablePrimary: boolean }> => {
  const { isWritablePrimary } = await database.command({ hello: 1 })
  return { isWritablePrimary: isWritablePrimary === true }
}
