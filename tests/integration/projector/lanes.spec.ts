import { setTimeout as delay } from 'node:timers/promises'

import { expect, it } from 'vitest'

import { groupName } from '@/projector/consumer'

import { append, untilCaughtUp } from '../../support/worker'
import { openSetting, said } from './setting'

const setting = openSetting()

const until = async (isTrue: () => Promise<boolean>): Promise<void> => {
  const deadline = Date.now() + 30_000
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error('it never came true')
    await delay(20)
  }
}

const pending = async (): Promise<number> => {
  const [count] = (await setting.redis.xpending(setting.stream, groupName)) as [number]
  return count
}

/** Somebody else is writing to a conversation. */
const holdUp = async (id: string): Promise<() => Promise<void>> => {
  const { client, db } = setting.store
  const holder = client.startSession()
  holder.startTransaction()
  await db
    .collection<{ _id: string }>('conversations')
    .updateOne({ _id: id }, { $set: { heldUp: true } }, { session: holder })
  return async () => {
    await holder.abortTransaction()
    await holder.endSession()
  }
}

it('acknowledges nothing of a batch of which one of two transactions could not be committed', async () => {
  const { redis, stream } = setting
  const first = setting.run()
  await append(redis, stream, [said('conv_1'), said('conv_2')])
  await untilCaughtUp(redis, stream)
  await first.stop()
  const letGo = await holdUp('conv_2')
  try {
    await append(redis, stream, [said('conv_1', 'more'), said('conv_2', 'more')])
    const worker = setting.run({}, { workerId: 'two lanes', lanesFrom: 2 })
    await until(async () => (await setting.find('conversations', 'conv_1'))?.utteranceCount === 2)
    await worker.stop()
    expect(await pending()).toBe(2)
  } finally {
    await letGo()
  }
  setting.run({}, { workerId: 'next', lanesFrom: 2, claimIdleMs: 1_000, claimEveryMs: 500 })
  await untilCaughtUp(redis, stream)
  expect(await setting.find('conversations', 'conv_1')).toMatchObject({ utteranceCount: 2 })
  expect(await setting.find('conversations', 'conv_2')).toMatchObject({ utteranceCount: 2 })
})

it.each([
  { lanes: 'one transaction', lanesFrom: 500, of: ['conv_1', 'conv_2'] },
  { lanes: 'two transactions', lanesFrom: 2, of: ['conv_1', 'conv_2'] },
  { lanes: 'two transactions, one of them empty', lanesFrom: 2, of: ['conv_2'] },
])('reads the next batch while one is written in $lanes', async ({ lanesFrom, of }) => {
  const { redis, stream } = setting
  const first = setting.run()
  await append(redis, stream, [said('conv_2')])
  await untilCaughtUp(redis, stream)
  await first.stop()
  const letGo = await holdUp('conv_2')
  try {
    const events = Array.from({ length: 150 }, (_, index) => said(of[index % of.length]!, 'more'))
    await append(redis, stream, events)
    setting.run({}, { workerId: 'reads ahead', lanesFrom, batchSize: 50 })
    await until(async () => (await pending()) === 100)
  } finally {
    await letGo()
  }
  await untilCaughtUp(redis, stream)
  const { utteranceCount } = (await setting.find('conversations', 'conv_2'))!
  expect(utteranceCount).toBe(1 + 150 / of.length)
})
