import { Registry } from 'prom-client'
import { describe, expect, it } from 'vitest'

import { createProjectorMetrics } from '@/ops/metrics/projectorMetrics'

describe('the projector’s numbers', () => {
  it('count events by type and result, and every unknown type as one', async () => {
    const registry = new Registry()
    const { onBatch } = createProjectorMetrics(registry)
    onBatch?.({
      size: 6,
      durationMs: 20,
      tallies: [
        { type: 'user_input', result: 'applied', count: 3 },
        { type: 'made up', result: 'ignored', count: 1 },
        { type: 'constructor', result: 'ignored', count: 1 },
        { type: undefined, result: 'parked', count: 1 },
      ],
    })
    const text = await registry.getSingleMetricAsString('billie_events_total')
    expect(text.split('\n').filter((line) => !line.startsWith('#'))).toEqual([
      'billie_events_total{type="user_input",result="applied"} 3',
      'billie_events_total{type="unknown",result="ignored"} 2',
      'billie_events_total{type="unknown",result="parked"} 1',
    ])
  })

  it('measure from the append to the publication, never less than nothing', async () => {
    const registry = new Registry()
    let nowMs = 8_000
    const { onPublished } = createProjectorMetrics(registry, () => nowMs)
    nowMs = 10_000
    onPublished?.({ durationMs: 5, streamIds: ['9000-0', '11000-0'] })
    const text = await registry.getSingleMetricAsString('billie_append_to_publish_seconds')
    expect(text).toContain('billie_append_to_publish_seconds_sum 1\n')
    expect(text).toContain('billie_append_to_publish_seconds_count 2')
  })

  it('measure what was appended since the process began, and no past that it catches up with', async () => {
    const registry = new Registry()
    let nowMs = 500_000
    const { onPublished } = createProjectorMetrics(registry, () => nowMs)
    nowMs = 510_000
    onPublished?.({ durationMs: 5, streamIds: ['1-0', '499999-7', '500000-0', '508000-0'] })
    const text = await registry.getSingleMetricAsString('billie_append_to_publish_seconds')
    expect(text).toContain('billie_append_to_publish_seconds_sum 12\n')
    expect(text).toContain('billie_append_to_publish_seconds_count 2')
    const published = await registry.getSingleMetricAsString('billie_publish_duration_seconds')
    expect(published).toContain('billie_publish_duration_seconds_count 1')
  })

  it('show every breaker by its name', async () => {
    const registry = new Registry()
    const { onBreaker } = createProjectorMetrics(registry)
    onBreaker?.({ breaker: 'mongodb', state: 'open' })
    onBreaker?.({ breaker: 'redis', state: 'closed' })
    onBreaker?.({ breaker: 'projection:customers', state: 'half-open' })
    const text = await registry.getSingleMetricAsString('billie_breaker_state')
    expect(text.split('\n').filter((line) => !line.startsWith('#'))).toEqual([
      'billie_breaker_state{breaker="mongodb"} 2',
      'billie_breaker_state{breaker="redis"} 0',
      'billie_breaker_state{breaker="projection:customers"} 1',
    ])
  })

  it('can be built again in the same process', () => {
    createProjectorMetrics(new Registry())
    expect(() => createProjectorMetrics(new Registry())).not.toThrow()
  })
})
