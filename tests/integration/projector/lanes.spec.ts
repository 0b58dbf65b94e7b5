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

it('acknowledges nothing of a batch of which one of two transactions could not be committed', async () => {
  const { redis, store, stream } = setting
  const first = setting.run()
  await append(redis, stream, [said('conv_1'), said('conv_2')])
  await untilCaughtUp(redis, stream)
  await first.stop()
  // Somebody else is writing to one of the two conversations.
  const holder = store.client.startSession()
  try {
    holder.startTransaction()
    await store.db
      .collection<{ _id: string }>('conversations')
      .updateOne({ _id: 'conv_2' }, { $set: { heldUp: true } }, { session: holder })
    await append(redis, stream, [said('conv_1', 'more'), said('conv_2', 'more')])
    const worker = setting.run({}, { workerId: 'two lanes', lanesFrom: 2 })
    await until(async () => (await setting.find('conversations', 'conv_1'))?.utteranceCount === 2)
    await worker.stop()
    expect(await pending()).toBe(2)
  } finally {
    await holder.abortTransaction()
    await holder.endSession()
  }
  setting.run({}, { workerId: 'next', lanesFrom: 2, claimIdleMs: 1_000, claimEveryMs: 500 })
  await untilCaughtUp(redis, stream)
  expect(await setting.find('conversations', 'conv_1')).toMatchObject({ utteranceCount: 2 })
  expect(await setting.find('conversations', 'conv_2')).toMatchObject({ utteranceCount: 2 })
})
