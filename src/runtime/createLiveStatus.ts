import type { Redis } from 'ioredis'

import type { HealthMonitor } from '@/ops/health/monitor'
import { toLiveStatus } from '@/ops/health/liveStatus'
import { createProbe } from '@/ops/health/probe'
import { groupName } from '@/projector/consumer'
import { updatesChannel } from '@/realtime/changeFeed'
import type { LiveStatus } from '@/realtime/liveStatus'
import { readWatermark } from '@/realtime/watermark'

const freshMs = 1_000
const healthAgeMs = 5_000
const withinMs = 1_000

/**
 * Answers what screens may say of themselves. However many ask, the engines are asked at most once
 * a second, and only while somebody asks.
 */
export const createLiveStatus = ({
  health,
  redis,
  stream,
}: {
  redis: Redis
  stream: string
  health: Pick<HealthMonitor, 'check'>
}): (() => Promise<LiveStatus>) => {
  const probe = createProbe()
  let latest: { status: LiveStatus; readAtMs: number } | undefined
  let running: Promise<LiveStatus> | undefined

  const read = async (): Promise<LiveStatus> => {
    const ask = () =>
      readWatermark(redis, { stream, group: groupName, feed: `${updatesChannel}:feed` })
    // A connection that is down would keep the question until it is up again.
    const isConnected = redis.status === 'ready'
    const [watermark, evaluation] = await Promise.all([
      isConnected ? probe(ask, withinMs) : ({ isAnswered: false, code: 'NOT_CONNECTED' } as const),
      health.check(healthAgeMs),
    ])
    const status = toLiveStatus(watermark, evaluation)
    latest = { status, readAtMs: performance.now() }
    return status
  }

  return async () => {
    if (latest && performance.now() - latest.readAtMs < freshMs) return latest.status
    running ??= read().finally(() => (running = undefined))
    return running
  }
}
