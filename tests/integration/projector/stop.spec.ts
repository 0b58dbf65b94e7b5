import { describe, expect, it } from 'vitest'

import { groupName } from '@/projector/consumer'
import { RedisTimeout } from '@/projector/failures'
import type { ChangeFrame } from '@/realtime/frames'

import { append, untilCaughtUp } from '../../support/worker'
import { said, openSetting } from './setting'

const setting = openSetting()

const pendingIds = async (): Promise<string[]> => {
  const pending = await setting.redis.xpending(setting.stream, groupName, '-', '+', 1_000)
  return (pending as [string][]).map(([id]) => id)
}

const archivedIds = async (): Promise<string[]> => {
  const entries = await setting.store.db.collection('ledger-events').find().toArray()
  return entries.map(({ streamId }) => streamId as string)
}

describe('a worker that is told to stop', () => {
  it('tells and acknowledges what it committed, and leaves what it only read to others at once', async () => {
    const { redis, stream } = setting
    const told: ChangeFrame[] = []
    let stopped: Promise<void> | undefined
    await append(
      redis,
      stream,
      Array.from({ length: 150 }, (_, index) => said(`c${index}`)),
    )
    const worker = setting.run(
      {
        publish: async (frames) => {
          if (!stopped) {
            stopped = worker.stop()
            throw new RedisTimeout('away for a moment')
          }
          told.push(...frames)
        },
      },
      { batchSize: 50 },
    )
    await expect.poll(() => stopped !== undefined, { timeout: 10_000 }).toBe(true)
    await stopped
    const archived = await archivedIds()
    const pending = await pendingIds()
    expect(archived.length).toBeGreaterThan(0)
    expect(archived.length).toBeLessThan(150)
    expect(pending.length).toBeGreaterThan(0)
    expect(pending.filter((id) => archived.includes(id))).toEqual([])
    expect(told.length).toBeGreaterThanOrEqual(archived.length)

    setting.run({}, { workerId: 'other' })
    await untilCaughtUp(redis, stream, 10_000)
    expect(await archivedIds()).toHaveLength(150)
  })
})
