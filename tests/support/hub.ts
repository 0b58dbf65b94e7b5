import { once } from 'node:events'

import { Redis } from 'ioredis'
import type { Payload } from 'payload'

import { findEndedGrants } from '@/api/liveGrants'
import { databaseOf } from '@/queries/database'
import { createChangeFeed, type ChangeFeed } from '@/realtime/changeFeed'
import { createHub, type Hub, type HubOptions } from '@/realtime/hub'

import { engineUris, type openRedis, quietLogger } from './engines'

/** A hub that runs, and what tells it of changes. */
export interface TestHub {
  hub: Hub
  feed: ChangeFeed
  stop: () => Promise<void>
}

/** Starts a hub over a change feed of its own. */
export const startHub = async (
  payload: Payload,
  opened: Awaited<ReturnType<typeof openRedis>>,
  options: Partial<HubOptions> = {},
): Promise<TestHub> => {
  const names = { stream: opened.prefix, channel: `${opened.prefix}:ring` }
  const reader = new Redis(engineUris().redisUrl, { enableOfflineQueue: false })
  await once(reader, 'ready')
  const hub = createHub({
    feed: createChangeFeed({ redis: reader, ...names }),
    reader,
    subscriber: opened.connect(),
    channel: names.channel,
    findEndedGrants: (grants) => findEndedGrants(databaseOf(payload), grants, Date.now()),
    logger: quietLogger,
    ...options,
  })
  await hub.start()
  return {
    hub,
    feed: createChangeFeed({ redis: opened.redis, ...names }),
    stop: async () => {
      await hub.stop()
      reader.disconnect()
    },
  }
}
