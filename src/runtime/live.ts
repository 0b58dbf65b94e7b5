import { once } from 'node:events'

import { Redis } from 'ioredis'
import type { Payload } from 'payload'

import { findEndedGrants } from '@/api/liveGrants'
import { databaseOf } from '@/queries/database'
import { createChangeFeed } from '@/realtime/changeFeed'
import { createHub, type Hub } from '@/realtime/hub'

import { markConnections } from './liveConnections'

/** The hub of this process with the connections that it needs. */
export const createLive = ({
  payload,
  redisUrl,
}: {
  payload: Payload
  redisUrl: string
}): { hub: Hub; start: () => Promise<void>; stop: () => Promise<void> } => {
  const reader = new Redis(redisUrl, {
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    commandTimeout: 5_000,
  })
  const subscriber = new Redis(redisUrl, { maxRetriesPerRequest: null })
  // Whoever needs an answer is told by its command; an outage is logged once, by the hub.
  for (const connection of [reader, subscriber])
    connection.on('error', (error) =>
      payload.logger.debug({ err: error, msg: 'A live connection to Redis failed' }),
    )
  const hub = createHub({
    feed: createChangeFeed({ redis: reader }),
    reader,
    subscriber,
    findEndedGrants: (grants) => findEndedGrants(databaseOf(payload), grants, Date.now()),
    logger: payload.logger,
  })
  markConnections()
  const start = async (): Promise<void> => {
    // Its first read would fail before the connection stands; an outage must not hold the start up.
    const signal = AbortSignal.timeout(connectWithinMs)
    if (reader.status !== 'ready') await once(reader, 'ready', { signal }).catch(() => undefined)
    await hub.start()
  }
  const stop = async (): Promise<void> => {
    await hub.stop()
    reader.disconnect()
    subscriber.disconnect()
  }
  return { hub, start, stop }
}

const connectWithinMs = 2_000
