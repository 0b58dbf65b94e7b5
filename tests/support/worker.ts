import { readFileSync } from 'node:fs'
import path from 'node:path'

import type { Redis } from 'ioredis'

import type { ProjectorParts } from '@/projector/parts'
import { createWorker, type Worker } from '@/projector/worker'
import { groupName } from '@/projector/consumer'
import type { Store } from '@/projector/store'
import type { ChangeFrame } from '@/realtime/frames'

import { quietLogger } from './engines'

/** The entries of a sample stream, one JSON object a line. */
export const readFixture = (name: string): Record<string, string>[] =>
  readFileSync(path.join(import.meta.dirname, '../fixtures', name), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Record<string, string>)

/** Appends entries to a stream, in order. @returns their stream ids */
export const append = async (
  redis: Redis,
  stream: string,
  entries: readonly Record<string, string>[],
): Promise<string[]> => {
  const pipeline = redis.pipeline()
  for (const entry of entries) pipeline.xadd(stream, '*', ...Object.entries(entry).flat())
  const replies = (await pipeline.exec()) ?? []
  return replies.map(([error, id]) => {
    if (error) throw error
    return id as string
  })
}

/** A worker as the product runs it, with short waits. */
export const startWorker = ({
  connect,
  connectBlocking = connect,
  frames = [],
  store,
  stream,
  workerId = 'test',
  processingTimeoutMs = 30_000,
  publish = async (published) => {
    frames.push(...published)
  },
  ...settings
}: {
  connect: () => Redis
  /** For the connection that blocks, where it is another kind. */
  connectBlocking?: () => Redis
  store: Store
  stream: string
  workerId?: string
  frames?: ChangeFrame[]
  /** Where the changes go, instead of into `frames`. */
  publish?: ProjectorParts['publish']
  batchSize?: number
  lanesFrom?: number
  claimIdleMs?: number
  claimEveryMs?: number
  processingTimeoutMs?: number
}): Worker => {
  const worker = createWorker(
    {
      store: () => store,
      redis: connect(),
      blocking: connectBlocking(),
      publish,
      deadLetterList: `${stream}:deadletter`,
      settings: { attempts: 3, baseDelayMs: 5, processingTimeoutMs },
      logger: quietLogger,
    },
    {
      stream,
      workerId,
      batchSize: 200,
      blockMs: 500,
      claimIdleMs: 60_000,
      claimEveryMs: 15_000,
      ...settings,
    },
  )
  worker.start()
  return worker
}

/** Waits until everything that was appended is read and acknowledged. */
export const untilCaughtUp = async (
  redis: Redis,
  stream: string,
  timeoutMs = 60_000,
): Promise<void> => {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    const groups = (await redis.xinfo('GROUPS', stream).catch(() => [])) as string[][]
    const group = groups.map(toRecord).find(({ name }) => name === groupName)
    const [last] = (await redis.xrevrange(stream, '+', '-', 'COUNT', 1)) as [string, string[]][]
    if (group && group.pending === 0 && group['last-delivered-id'] === last?.[0]) return
    if (Date.now() > deadline) throw new Error(`not caught up: ${JSON.stringify(group)}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

const toRecord = (flat: string[]): Record<string, unknown> =>
  Object.fromEntries(
    flat.flatMap((name, index) => (index % 2 === 0 ? [[name, flat[index + 1] as unknown]] : [])),
  )
