import { setTimeout as delay } from 'node:timers/promises'

import type { Proxy } from '../../support/proxy'

import type { Fault } from './fault'

/** What can go wrong between the product and its engines. */
export const networkFaults: Fault[] = [
  {
    name: 'the network is slow and uneven',
    play: async ({ mongo, redis }) => {
      for (const { network } of [mongo, redis]) network.delay({ latencyMs: 20, jitterMs: 40 })
      await delay(3_000)
      for (const { network } of [mongo, redis]) network.heal()
    },
  },
  {
    name: 'the network carries little',
    play: async ({ mongo, redis }) => {
      for (const { network } of [mongo, redis]) network.throttle(60_000)
      await delay(3_000)
      for (const { network } of [mongo, redis]) network.heal()
    },
  },
  {
    name: 'the network is cut',
    play: async ({ health, mongo, redis }) => {
      for (const { network } of [mongo, redis]) network.cut()
      await health.whileWrong('the network was cut', () => delay(1_500))
      for (const { network } of [mongo, redis]) network.heal()
    },
  },
  {
    name: 'connections to MongoDB are reset',
    play: ({ mongo }) => resetRepeatedly(mongo.network),
  },
  {
    name: 'connections to Redis are reset',
    play: ({ redis }) => resetRepeatedly(redis.network),
  },
  {
    name: 'connections to MongoDB go dead without a word',
    play: async ({ health, mongo }) => {
      mongo.network.swallow()
      await health.whileWrong('nothing reached MongoDB', () => delay(2_500))
      mongo.network.heal()
    },
  },
  {
    name: 'connections to Redis go dead without a word',
    play: async ({ health, redis }) => {
      redis.network.swallow()
      await health.whileWrong('nothing reached Redis', () => delay(2_500))
      redis.network.heal()
    },
  },
  {
    name: 'Redis delivers entries, and acknowledges, and the answer is lost with the connection',
    play: async ({ redis: { network } }) => {
      for (const command of ['xreadgroup', 'xack', 'eval']) {
        network.loseAnswersTo(command, 3)
        await delay(800)
      }
      network.heal()
    },
  },
]

const resetRepeatedly = async (network: Proxy): Promise<void> => {
  for (let times = 0; times < 6; times++) {
    network.reset()
    await delay(300)
  }
}
