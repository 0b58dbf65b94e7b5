import { beforeEach, expect, it } from 'vitest'

import { createAhead } from '@/projector/analytics/ahead'
import type { Step } from '@/projector/analytics/step'
import type { Store } from '@/projector/store'

import { expectBusiness } from '../../../support/businessNumbers'
import { entriesAt, openAnalyticsStore, project, step, takeOver } from './setting'

const timeZone = 'Australia/Sydney'
const setting = openAnalyticsStore()
let store: Store

beforeEach(() => {
  ;({ store } = setting)
})

const entries = entriesAt(
  Array.from({ length: 40 }, (_, index) => ({
    typ: index % 2 === 0 ? 'user_input' : 'assistant_response',
    cid: `conv_${(index >> 1) % 4}`,
    tsp: new Date(Date.UTC(2026, 5, 1, 1, index)).toISOString(),
  })),
)

const sizes = (steps: readonly (Step | undefined)[]): number[] =>
  steps.map((made) => made!.touched.conversations.size)

it('works a conversation out once for a whole backlog, and again for what comes later', async () => {
  for (let start = 0; start < 40; start += 10)
    await project(store, entries.slice(start, start + 10))
  const lease = await takeOver(store, timeZone)
  const memory = { ahead: createAhead() }
  const next = () => step(store, lease, timeZone, 10, memory)
  const steps = [await next(), await next()]
  const later = entriesAt([{ typ: 'user_input', cid: 'conv_0', tsp: '2026-06-01T03:00:00Z' }]).map(
    (entry) => ({ ...entry, id: '1900000000000-0' }),
  )
  await project(store, later)
  steps.push(await next(), await next(), await next())
  expect(sizes(steps)).toEqual([4, 0, 0, 0, 1])
  expect(steps.map((made) => made!.isCaughtUp)).toEqual([false, false, false, false, true])
  await expectBusiness(store, [...entries, ...later], timeZone)
})

it('works everything out again where it remembers nothing', async () => {
  for (let start = 0; start < 40; start += 10)
    await project(store, entries.slice(start, start + 10))
  const lease = await takeOver(store, timeZone)
  const steps = [await step(store, lease, timeZone, 10), await step(store, lease, timeZone, 10)]
  expect(sizes(steps)).toEqual([4, 4])
})
