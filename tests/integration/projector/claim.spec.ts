import type { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { ensureIndexes } from '@/collections/indexes'
import { groupName } from '@/projector/consumer'
import type { Store } from '@/projector/store'

import { openRedis, openStore } from '../../support/engines'
import { append, readFixture, startWorker, untilCaughtUp } from '../../support/worker'

let store: Store
let redis: Redis
let connect: () => Redis
let stream: string
const closers: (() => Promise<void>)[] = []

beforeAll(async () => {
  const opened = await openStore()
  const connections = await openRedis()
  ;({ connect, redis } = connections)
  store = opened.store
  stream = `${connections.prefix}:ledger`
  closers.push(connections.close, opened.close)
  await ensureIndexes(store.db)
})

afterAll(async () => {
  for (const close of closers) await close()
})

describe('taking over from dead workers', () => {
  it('goes on until they hold nothing, however much that was', async () => {
    const [, said] = readFixture('conversation-basic.jsonl')
    const ids = await append(
      redis,
      stream,
      Array.from({ length: 160 }, () => said!),
    )
    await redis.xgroup('CREATE', stream, groupName, '0')
    for (const dead of ['one', 'two'])
      await redis.xreadgroup('GROUP', groupName, dead, 'COUNT', 80, 'STREAMS', stream, '>')
    const worker = startWorker({
      ...{ connect, store, stream, claimIdleMs: 0, claimEveryMs: 60_000 },
    })
    await untilCaughtUp(redis, stream, 20_000)
    await worker.stop()
    expect(await store.db.collection('ledger-events').countDocuments()).toBe(ids.length)
  })
})
