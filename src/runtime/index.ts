import { setTimeout as delay } from 'node:timers/promises'

import type { Redis } from 'ioredis'
import type { Payload } from 'payload'
import type { Logger } from 'pino'

import { createStaffStreamCounts, type StreamCounts } from '@/api/streamCounts'
import { ensureIndexes } from '@/collections/indexes'
import { env } from '@/config/env'
import type { HealthMonitor } from '@/ops/health/monitor'
import type { Metrics } from '@/ops/metrics'
import type { SelfCheck } from '@/ops/selfCheck/selfCheck'
import { createAnalyticsFollower } from '@/projector/analytics/follower'
import { createRebuildKeeper } from '@/projector/rebuild/keeper'
import type { Worker } from '@/projector/worker'
import { databaseOf } from '@/queries/database'
import { type ChangeFeed, createChangeFeed } from '@/realtime/changeFeed'
import type { Hub } from '@/realtime/hub'
import type { LiveStatus } from '@/realtime/liveStatus'
import { createDirectAnswers } from '@/server/answerDirectly'

import { connectRedis } from './connectRedis'
import { createCustomerApi } from './createCustomerApi'
import { createLiveStatus } from './createLiveStatus'
import { createProjector } from './createProjector'
import { createWatch } from './createWatch'
import { offerDirectAnswers } from './directAnswers'
import { createLive } from './live'
import { storeOf } from './store'

/** The parts of this process that live as long as it does. */
export interface Runtime {
  /** For short commands; never for blocking reads or subscriptions. */
  redis: Redis
  /** Where committed changes are told to every instance. */
  feed: ChangeFeed
  /** Serves the changes to every live stream of this process. */
  hub: Hub
  /** Counts the live streams of each user of the staff. */
  streams: StreamCounts<string>
  /** Projects the ledger; absent where this process only serves. */
  worker?: Worker
  health: HealthMonitor
  metrics: Metrics
  /** What the screens may say of themselves. */
  status: () => Promise<LiveStatus>
  /** Folds stored documents again; absent where it is turned off. */
  selfCheck?: SelfCheck
  /** What the customer routes are served from. */
  customers: ReturnType<typeof createCustomerApi>
  /** Stops the parts, all of them at once; a second call does nothing more. */
  stop: () => Promise<void>
}

const key = Symbol.for('billie.runtime')

const holder = globalThis as { [key]?: Runtime }

/** What was asked before the process was told to end is answered by then. */
const answersEndWithinMs = 250

/** The running parts, or nothing where none were started (a build, a command of the CLI). */
export const getRuntime = (): Runtime | undefined => holder[key]

/** Starts the parts of this process once; later calls change nothing. */
export const startRuntime = async (payload: Payload): Promise<void> => {
  if (holder[key]) return
  const settings = env()
  const redis = connectRedis({ url: settings.REDIS_URL })
  redis.on('error', (error) => payload.logger.warn({ err: error, msg: 'Redis cannot be reached' }))
  const feed = createChangeFeed({ redis })
  const customers = createCustomerApi({ env: settings, payload })
  const live = createLive({ payload, redisUrl: settings.REDIS_URL })
  const { health, metrics, selfCheck } = createWatch({
    env: settings,
    payload,
    redis,
    hub: live.hub,
    worker: () => worker?.progress(),
  })
  const worker = settings.ENABLE_EVENT_PROCESSING
    ? createProjector({
        env: settings,
        payload,
        redis,
        feed,
        observer: metrics.observer,
      })
    : undefined
  const keeper = settings.ENABLE_EVENT_PROCESSING
    ? createRebuildKeeper({
        store: () => storeOf(payload),
        publish: feed.publish,
        resync: feed.resync,
        logger: payload.logger.child({ part: 'rebuild' }) as Logger,
      })
    : undefined
  const analytics = settings.ENABLE_EVENT_PROCESSING
    ? createAnalyticsFollower({
        store: () => storeOf(payload),
        timeZone: settings.BUSINESS_TIME_ZONE,
        publish: feed.publish,
        logger: payload.logger.child({ part: 'analytics' }) as Logger,
      })
    : undefined
  const streams = createStaffStreamCounts(settings.LIVE_STREAMS_PER_USER)
  const withdraw = offerDirectAnswers(
    createDirectAnswers({ api: customers, hub: live.hub, payload, streams }),
  )
  holder[key] = {
    redis,
    feed,
    hub: live.hub,
    streams,
    ...(worker && { worker }),
    health,
    metrics,
    status: createLiveStatus({ redis, stream: settings.LEDGER_STREAM, health }),
    ...(selfCheck && { selfCheck }),
    customers,
    stop: async () => {
      delete holder[key]
      health.stop()
      // All at once: what one of them waits for must not take the others' time to end in order.
      const endings = [worker, keeper, analytics, selfCheck, live].map(async (part) => part?.stop())
      endings.push(delay(answersEndWithinMs))
      try {
        await Promise.all(endings)
      } finally {
        await Promise.allSettled(endings)
        // Until here customers whose connections were open still got their documents.
        withdraw()
        customers.stop()
        redis.disconnect()
      }
    },
  }
  await ensureIndexes(databaseOf(payload))
  await live.start()
  worker?.start()
  keeper?.start()
  analytics?.start()
  health.start()
  selfCheck?.start()
}

/** Stops what `startRuntime` started, and promptly; nothing where nothing runs. */
export const stopRuntime = async (): Promise<void> => {
  await holder[key]?.stop()
}
