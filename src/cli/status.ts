import type { Command } from 'commander'
import { Redis } from 'ioredis'
import { MongoClient } from 'mongodb'

import type { Env } from '@/config/env'
import {
  type GroupStatus,
  type ProjectedStatus,
  readGroupStatus,
  readProjectedStatus,
} from '@/projector/status'
import type { BreakerState } from '@/projector/breaker'
import { readWorkerReports, type WorkerReport } from '@/projector/workerReports'

import { connectTimeoutMs, loadEnvironment, type Report, run, toLine } from './run'

/** `status`: what the engines say of the projector, whichever process it runs in. */
export const addStatusCommand = (program: Command): void => {
  program
    .command('status')
    .description(
      'engines, consumer group, lag, pending, workers, breakers, projections, parked entries',
    )
    .option('--json', 'answer as JSON')
    .addHelpText(
      'after',
      `
The lag counts entries that no worker was given yet, pending ones were given and are not finished.
Exit code 1 where an engine cannot be reached.`,
    )
    .action(({ json = false }: { json?: boolean }) =>
      run(json, async () => report(await loadEnvironment())),
    )
}

/** An engine that answered, or the reason why it did not. */
type Reached<T> = { isReachable: true; found: T } | { isReachable: false; problem: string }

const report = async ({ DATABASE_URI, LEDGER_STREAM, REDIS_URL }: Env): Promise<Report> => {
  const [mongodb, redis] = await Promise.all([
    reach(() => askMongo(DATABASE_URI)),
    reach(() => askRedis(REDIS_URL, LEDGER_STREAM)),
  ])
  const group = redis.isReachable ? (redis.found.group ?? null) : null
  const workers = redis.isReachable ? redis.found.workers : null
  const projected = mongodb.isReachable ? mongodb.found : null
  return {
    json: {
      engines: { mongodb: toEngine(mongodb), redis: toEngine(redis) },
      stream: LEDGER_STREAM,
      group: group && {
        name: group.name,
        consumers: group.consumers,
        lastDeliveredId: group.lastDeliveredId,
      },
      lag: group && group.lag.events,
      isLagAtLeast: group?.lag.isAtLeast ?? false,
      pending: group && group.pending,
      workers,
      breakers: workers && worstBreakers(workers),
      projections: projected && projected.projections,
      analytics: projected && projected.analytics,
      parked: projected && projected.parked,
    },
    text: [
      describeEngine('MongoDB', mongodb),
      describeEngine('Redis', redis),
      ...(redis.isReachable ? describeGroup(LEDGER_STREAM, redis.found.group) : []),
      ...(workers ? describeWorkers(workers) : []),
      ...(mongodb.isReachable ? describeProjected(mongodb.found) : []),
    ].join('\n'),
    isFailure: !mongodb.isReachable || !redis.isReachable,
  }
}

const reach = async <T>(ask: () => Promise<T>): Promise<Reached<T>> => {
  try {
    return { isReachable: true, found: await ask() }
  } catch (error) {
    return { isReachable: false, problem: toLine(error) }
  }
}

const askMongo = async (uri: string): Promise<ProjectedStatus> => {
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: connectTimeoutMs })
  try {
    await client.connect()
    return await readProjectedStatus({ client, db: client.db() })
  } finally {
    await client.close()
  }
}

interface RedisStatus {
  group: GroupStatus | undefined
  workers: WorkerReport[]
}

const askRedis = async (url: string, stream: string): Promise<RedisStatus> => {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: connectTimeoutMs,
    commandTimeout: 2 * connectTimeoutMs,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  })
  let problem: unknown
  redis.on('error', (error) => (problem = error))
  try {
    await redis.connect()
    return {
      group: await readGroupStatus(redis, stream),
      workers: await readWorkerReports(redis, stream),
    }
  } catch (error) {
    throw problem ?? error
  } finally {
    redis.disconnect()
  }
}

const toEngine = (reached: Reached<unknown>) =>
  reached.isReachable ? { reachable: true } : { reachable: false, error: reached.problem }

const describeEngine = (name: string, reached: Reached<unknown>): string =>
  reached.isReachable ? `${name}: reachable` : `${name}: NOT reachable (${reached.problem})`

const describeGroup = (stream: string, group: GroupStatus | undefined): string[] =>
  group
    ? [
        `${stream}: group ${group.name}, ${group.consumers} ${group.consumers === 1 ? 'consumer' : 'consumers'}, read up to ${group.lastDeliveredId}`,
        `  lag ${group.lag.isAtLeast ? 'at least ' : ''}${group.lag.events}, pending ${group.pending}`,
      ]
    : [`${stream}: no worker has read it yet`]

const describeWorkers = (workers: WorkerReport[]): string[] =>
  workers.length === 0
    ? ['No worker is running.']
    : workers.flatMap(({ applied, breakers, consumer, host, lost, parked, pid, standingBy, startedAt }) => {
        const open = Object.entries(breakers).filter(([, state]) => state !== 'closed')
        const isNamesake = workers.filter((other) => other.consumer === consumer).length > 1
        return [
          `${consumer} (${host}, process ${pid}) since ${startedAt}: ${applied} applied, ${parked} parked, ${lost} lost`,
          ...(isNamesake ? ['  ANOTHER LIVE PROCESS USES THE SAME WORKER_ID'] : []),
          ...(standingBy ? [`  stands by: ${standingBy}`] : []),
          open.length === 0
            ? '  all breakers are closed'
            : `  breakers: ${open.map(([name, state]) => `${name} ${state}`).join(', ')}`,
        ]
      }) // prettier-ignore

/** By breaker, the worst state that any worker reports. */
const worstBreakers = (workers: readonly WorkerReport[]): Record<string, BreakerState> => {
  const worst: Record<string, BreakerState> = {}
  for (const { breakers } of workers)
    for (const [name, state] of Object.entries(breakers))
      if (badness[state] >= badness[worst[name] ?? 'closed']) worst[name] = state
  return worst
}

const badness = { closed: 0, 'half-open': 1, open: 2 } as const

const describeProjected = ({ analytics, parked, projections }: ProjectedStatus): string[] =>
  [
    ...projections.map(
      ({ name, position, version }) =>
        `${name}: version ${version}, up to ${position ?? 'nothing'}`,
    ),
    ...(analytics ? [describeAnalytics(analytics)] : []),
    projections.length === 0 ? 'No projection has written anything yet.' : '',
    `${parked} dead letters are parked.`,
  ].filter((line) => line !== '')

const describeAnalytics = ({
  building,
  lagMs,
  skipped,
  timeZone,
}: NonNullable<ProjectedStatus['analytics']>): string =>
  [
    `analytics: ${timeZone === undefined ? 'nothing counted yet' : `days of ${timeZone}`}, ${lagMs === 0 ? 'nothing waits' : `${Math.round(lagMs / 1_000)} s behind`}`,
    building ? `, computing ${building.counted} of ${building.total}` : '',
    skipped > 0 ? `, ${skipped} documents skipped` : '',
  ].join('')
