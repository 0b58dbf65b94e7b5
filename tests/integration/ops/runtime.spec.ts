import { afterAll, beforeAll, expect, it } from 'vitest'

import { getRuntime, startRuntime, stopRuntime } from '@/runtime'

import { bootApp, type TestApp } from '../../support/app'
import { openRedis } from '../../support/engines'
import { append, readFixture, untilCaughtUp } from '../../support/worker'

let stream: string
let app: TestApp
let closeRedis: () => Promise<void>

beforeAll(async () => {
  const { close, prefix } = await openRedis()
  closeRedis = close
  stream = `${prefix}:ledger`
  process.env.ENABLE_EVENT_PROCESSING = 'true'
  process.env.LEDGER_STREAM = stream
  app = await bootApp()
  await startRuntime(app.payload)
}, 180_000)

afterAll(async () => {
  await stopRuntime()
  await closeRedis?.()
  await app?.close()
})

it('a process that projects watches and counts its own work', async () => {
  const { health, metrics, redis } = getRuntime()!
  await append(redis, stream, readFixture('conversation-basic.jsonl'))
  await untilCaughtUp(redis, stream)
  const text = await metrics.toText()
  expect(text).toContain('billie_events_total{type="final_decision",result="applied"} 1')
  expect(text).toContain('billie_live_streams 0')
  await expect
    .poll(async () => (await health.check()).report.checks, { timeout: 5_000 })
    .toMatchObject({
      redis: { status: 'healthy' },
      mongodb: { status: 'healthy' },
      event_processing: { status: 'healthy', details: { isWorkerRunning: true, pending: 0 } },
      projections_sync: { status: 'healthy', details: { entriesAfterArchive: 0 } },
    })
})
