import { afterAll, beforeAll, expect, it } from 'vitest'

import { getRuntime, startRuntime, stopRuntime } from '@/runtime'

import { databaseOf } from '@/queries/database'

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

it('a process checks what it stores: it says what was altered by hand, and when it is right again', async () => {
  const { health, metrics, selfCheck } = getRuntime()!
  const applications = databaseOf(app.payload).collection('applications')
  const verdict = async () => {
    await selfCheck!.turn()
    return (await health.check(0)).report.checks.projections_sync
  }
  const before = (await applications.findOne({ loanAmount: { $gt: 0 } }))!
  await applications.updateOne({ _id: before._id }, { $set: { loanAmount: 1 } })
  await expect
    .poll(verdict, { timeout: 20_000 })
    .toMatchObject({ status: 'degraded', findings: [{ code: 'DRIFT' }] })
  const text = await metrics.toText()
  // The numbers that follow from it may be told already, too.
  expect(text).toMatch(/billie_drift_documents [1-3]\n/)
  expect(text).toMatch(/billie_self_checked_total\{outcome="drifted"\} [1-9]/)
  await applications.replaceOne({ _id: before._id }, before)
  await expect.poll(verdict, { timeout: 20_000 }).toMatchObject({ status: 'healthy' })
})
