import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'

import { Redis } from 'ioredis'
import { afterEach, describe, expect, it } from 'vitest'

import { createChangeFeed } from '@/realtime/changeFeed'
import { createHub } from '@/realtime/hub'

import { engineUris, openRedis, quietLogger } from '../../support/engines'

const closers: (() => Promise<void> | void)[] = []

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

/** Starts a hub while its subscriber is in this state, and says how many listen to its channel. */
const startWith = async (status: 'connecting' | 'connect' | 'ready') => {
  const { close, connect, prefix, redis } = await openRedis()
  closers.push(close)
  const channel = `${prefix}:ring`
  const reader = connect()
  await once(reader, 'ready')
  const subscriber = new Redis(engineUris().redisUrl, {
    maxRetriesPerRequest: null,
    retryStrategy: () => 20,
  })
  subscriber.on('error', () => undefined)
  closers.push(() => subscriber.disconnect())
  if (status !== 'connecting') await once(subscriber, status)
  const hub = createHub({
    feed: createChangeFeed({ redis: reader, stream: prefix, channel }),
    reader,
    subscriber,
    channel,
    findEndedGrants: () => Promise.resolve([]),
    logger: quietLogger,
  })
  await hub.start()
  closers.push(hub.stop)
  const listeners = async (): Promise<unknown> => (await redis.pubsub('NUMSUB', channel))[1]
  return { listeners, subscriber }
}

describe('a hub', () => {
  it.each(['connecting', 'connect', 'ready'] as const)(
    'listens to what is told, whatever its connection does when it starts: %s',
    async (status) => {
      const { listeners, subscriber } = await startWith(status)
      // Long enough for a connection that was refused something to be a new one.
      await delay(300)
      await expect.poll(() => subscriber.status).toBe('ready')
      await expect.poll(listeners).toBe(1)
    },
  )

  it('listens again after its connection was lost, however often', async () => {
    const { listeners, subscriber } = await startWith('ready')
    for (let times = 0; times < 5; times++) {
      await expect.poll(listeners).toBe(1)
      subscriber.disconnect(true)
      await expect.poll(() => subscriber.status).toBe('ready')
    }
    await expect.poll(listeners).toBe(1)
  })
})
