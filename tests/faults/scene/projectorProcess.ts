import { Redis } from 'ioredis'
import { MongoClient } from 'mongodb'

import { createAnalyticsFollower } from '@/projector/analytics/follower'
import { createChangeFeed } from '@/realtime/changeFeed'
import { connectRedis } from '@/runtime/connectRedis'

import { quietLogger } from '../../support/engines'
import { startWorker } from '../../support/worker'

import { dieAtStep, type Halt, haltAt, installSteps, stepsOf } from './dieAtStep'
import { feedOf, type Ledger, type ProjectorSettings, quickToNotice } from './settings'

/**
 * The product's worker, and the follower where it is asked for, as a process of its own, over one
 * ledger or several, ended by SIGKILL.
 */
const settings = JSON.parse(process.argv[2]!) as ProjectorSettings

// Nothing may outlive the test that started it, however that ended.
process.once('disconnect', () => process.exit())
process.on('message', ({ halt }: { halt?: Halt }) => haltAt(halt))

const client = await MongoClient.connect(settings.databaseUri, quickToNotice)
/** Losing the connection is what the faults are about; the client connects again by itself. */
const silent = (redis: Redis): Redis => redis.on('error', () => undefined)
const connect = (): Redis => silent(connectRedis({ url: settings.redisUrl, answerWithinMs: 2_000 }))
const connectBlocking = (): Redis =>
  silent(new Redis(settings.redisUrl, { maxRetriesPerRequest: null }))

installSteps()
if (settings.dieAt) dieAtStep(settings.dieAt, settings.ledgers.length)

const start = ({ database, stream }: Ledger): void => {
  const feed = createChangeFeed({ redis: connect(), ...feedOf(stream) })
  const store = { client, db: client.db(database) }
  const { at, inLedger } = stepsOf(stream)
  inLedger(() =>
    startWorker({
      connect,
      connectBlocking,
      store,
      stream,
      ...settings.worker,
      publish: async (frames) => {
        await at('before publish')
        await feed.publish(frames)
        await at('after publish')
      },
    }),
  )
  if (!settings.follower) return
  const { timeZone, ...pace } = settings.follower
  const follower = createAnalyticsFollower(
    {
      store: () => store,
      timeZone,
      publish: async (frames) => {
        await at('before telling')
        await feed.publish(frames)
        await at('after telling')
      },
      logger: quietLogger,
    },
    pace,
  )
  inLedger(() => follower.start())
}

settings.ledgers.forEach(start)
process.send?.('started')
