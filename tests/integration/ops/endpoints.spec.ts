import type { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { answerHealth } from '@/api/health'
import { answerMetrics } from '@/api/metrics'
import { createFactGathering } from '@/ops/health/gatherFacts'
import { createHealthMonitor, type HealthMonitor } from '@/ops/health/monitor'
import { createMetrics, type Metrics } from '@/ops/metrics'
import type { Worker } from '@/projector/worker'
import { createWorker } from '@/projector/worker'
import { databaseOf } from '@/queries/database'
import { storeOf } from '@/runtime/store'

import { bootApp, type TestApp } from '../../support/app'
import { openRedis, quietLogger } from '../../support/engines'
import { append, readFixture, untilCaughtUp } from '../../support/worker'

const metricsToken = 'a-token-of-the-tests-alone'
const bearer = (token: string) => ({ headers: { Authorization: `Bearer ${token}` } })

let app: TestApp
let redis: Redis
let worker: Worker
let monitor: HealthMonitor
let metrics: Metrics
let closeRedis: () => Promise<void>
let admin: string
let supervisor: string
let nobody: string

beforeAll(async () => {
  const { close, connect, prefix, redis: connection } = await openRedis()
  redis = connection
  closeRedis = close
  const stream = `${prefix}:ledger`
  app = await bootApp((payload) => ({
    '/api/health': (request) => answerHealth(request, { payload, monitor, metricsToken }),
    '/api/metrics': (request) => answerMetrics(request, { payload, metrics, metricsToken }),
  }))
  monitor = createHealthMonitor({
    gather: createFactGathering({
      redis,
      database: () => databaseOf(app.payload),
      stream,
      isProcessingEnabled: true,
      worker: () => worker.progress(),
      syncDifferenceEvents: 10,
      maximumCounted: 1_000,
    }),
    thresholds: {
      lagAlertEvents: 1_000,
      syncDifferenceEvents: 10,
      holdMs: 5_000,
      stallMs: 30_000,
      takeoverMs: 105_000,
      slowMs: 30_000,
      startMs: 4_000,
    },
    intervalMs: 30_000,
    logger: quietLogger,
  })
  metrics = createMetrics({ evaluate: monitor.check, clientCount: () => 3, droppedCount: () => 2 })
  worker = createWorker(
    {
      store: () => storeOf(app.payload),
      redis,
      blocking: connect(),
      publish: async () => undefined,
      deadLetterList: `${stream}:deadletter`,
      settings: { attempts: 3, baseDelayMs: 5, processingTimeoutMs: 30_000 },
      logger: quietLogger,
      observer: metrics.observer,
    },
    {
      stream,
      workerId: 'test',
      batchSize: 200,
      blockMs: 500,
      claimIdleMs: 60_000,
      claimEveryMs: 15_000,
    },
  )
  worker.start()
  admin = (await app.login('admin')).token
  supervisor = (await app.login('supervisor')).token
  nobody = (await app.login(null)).token
  await append(redis, stream, readFixture('conversation-hostile.jsonl'))
  await untilCaughtUp(redis, stream)
}, 180_000)

afterAll(async () => {
  monitor?.stop()
  await worker?.stop()
  await closeRedis?.()
  await app?.close()
})

describe('GET /api/health', () => {
  it('tells everyone the verdict and nothing else', async () => {
    for (const options of [{}, { token: nobody }, bearer('a-wrong-token-of-the-tests')]) {
      const { body, headers, status } = await app.request('GET', '/api/health', options)
      expect({ body, status }).toEqual({ body: { overall: 'healthy' }, status: 200 })
      expect(headers.get('cache-control')).toBe('no-store')
    }
  })

  it('tells staff and whoever shows the metrics token all four checks', async () => {
    for (const options of [{ token: supervisor }, { token: admin }, bearer(metricsToken)]) {
      const { body, status } = await app.request('GET', '/api/health', options)
      expect(status).toBe(200)
      expect(body).toMatchObject({
        overall: 'healthy',
        checks: {
          redis: { status: 'healthy' },
          mongodb: { status: 'healthy' },
          event_processing: {
            status: 'healthy',
            details: { isWorkerRunning: true, lagEvents: 0, pending: 0 },
          },
          projections_sync: {
            status: 'healthy',
            details: { entriesAfterArchive: 0, missingFromBeginning: 0, parkedLastHour: 5 },
          },
        },
      })
    }
  })

  it('tells staff by API key', async () => {
    const apiKey = 'an-api-key-of-the-tests-alone'
    const { id } = await app.login('supervisor')
    await app.payload.update({ collection: 'users', id, data: { enableAPIKey: true, apiKey } })
    const { body } = await app.request('GET', '/api/health', {
      headers: { Authorization: `users API-Key ${apiKey}` },
    })
    expect(body.checks.redis.status).toBe('healthy')
  })

  it('leaves the answer of a living process to Payload', async () => {
    const { body, status } = await app.request('GET', '/api/health/live')
    expect({ body, status }).toEqual({ body: { status: 'alive' }, status: 200 })
  })
})

describe('GET /api/metrics', () => {
  it.each([
    ['nobody', () => ({}), 401, 'UNAUTHENTICATED'],
    ['a wrong token', () => bearer('a-wrong-token-of-the-tests'), 401, 'UNAUTHENTICATED'],
    ['a user without a role', () => ({ token: nobody }), 403, 'FORBIDDEN'],
    ['a supervisor', () => ({ token: supervisor }), 403, 'FORBIDDEN'],
  ])('refuses %s', async (_, options, status, code) => {
    const answer = await app.request('GET', '/api/metrics', options())
    expect(answer.status).toBe(status)
    expect(answer.body.errors).toMatchObject([{ code }])
  })

  it('gives admins and the metrics token the numbers as Prometheus text', async () => {
    for (const options of [{ token: admin }, bearer(metricsToken)]) {
      const { body, headers, status } = await app.request('GET', '/api/metrics', options)
      expect(status).toBe(200)
      expect(headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
      const lines = (body as string).split('\n')
      for (const line of [
        'billie_events_total{type="user_input",result="applied"} 1',
        'billie_events_total{type="user_input",result="parked"} 3',
        'billie_events_total{type="unknown",result="ignored"} 1',
        'billie_parked_total{code="INVALID_EVENT"} 5',
        'billie_append_to_publish_seconds_count 3',
        'billie_ledger_lag_events 0',
        'billie_ledger_pending_events 0',
        'billie_lost_events_total 0',
        'billie_transactions_retried_total{reason="unavailable"} 0',
        'billie_live_streams 3',
        'billie_live_streams_dropped_total 2',
        'billie_health_state{check="event_processing"} 0',
      ])
        expect(lines).toContain(line)
      expect(body).toContain('process_resident_memory_bytes')
    }
  })
})

describe('when the worker ends', () => {
  it('answers 503 at once, and to everyone', async () => {
    await worker.stop()
    await expect
      .poll(async () => (await app.request('GET', '/api/health')).status, { timeout: 5_000 })
      .toBe(503)
    const { body, status } = await app.request('GET', '/api/health', bearer(metricsToken))
    expect(status).toBe(503)
    expect(body.checks.event_processing.findings).toMatchObject([{ code: 'WORKER_STOPPED' }])
    expect((await app.request('GET', '/api/health')).body).toEqual({ overall: 'unhealthy' })
  })
})
