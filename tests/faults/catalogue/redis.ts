import { setTimeout as delay } from 'node:timers/promises'

import type { Fault } from './fault'

/** What can go wrong with Redis itself. */
export const redisFaults: Fault[] = [
  {
    name: 'Redis is killed and comes back with its data',
    play: async ({ health, redis }) => {
      await redis.kill()
      await health.whileWrong('Redis was gone', () => delay(1_000))
      await redis.restart()
    },
  },
  {
    name: 'Redis is killed and comes back without its data',
    play: async ({ admitLostData, health, redis }) => {
      await redis.kill()
      await health.whileWrong('Redis was gone', () => delay(1_000))
      admitLostData()
      await redis.restart({ isEmpty: true })
    },
  },
  {
    name: 'Redis hangs and goes on',
    play: async ({ health, redis }) => {
      redis.signal('SIGSTOP')
      await health.whileWrong('Redis hung', () => delay(3_000))
      redis.signal('SIGCONT')
    },
  },
  {
    name: 'Redis refuses to write, being out of memory',
    play: async ({ control, health }) => {
      await control.config('SET', 'maxmemory', '1')
      await health.whileWrong('Redis was out of memory', () => delay(2_000))
      await control.config('SET', 'maxmemory', '0')
    },
  },
  {
    name: 'Redis is made a replica and takes no writes',
    play: async ({ control, health }) => {
      await control.replicaof('127.0.0.1', '1')
      await health.whileWrong('Redis was read-only', () => delay(2_000))
      await control.replicaof('NO', 'ONE')
    },
  },
  {
    name: 'Redis misses its replicas and takes no writes',
    play: async ({ control, health }) => {
      await control.config('SET', 'min-replicas-to-write', '1')
      await health.whileWrong('Redis missed its replicas', () => delay(2_000))
      await control.config('SET', 'min-replicas-to-write', '0')
    },
  },
]
