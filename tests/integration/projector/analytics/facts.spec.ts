import { setTimeout as delay } from 'node:timers/promises'

import { beforeEach, expect, it } from 'vitest'

import { readAnalyticsFacts } from '@/projector/analytics/facts'
import type { FollowerLease } from '@/projector/analytics/lease'
import { createMilestones } from '@/projector/analytics/milestones'
import { followersOf } from '@/projector/analytics/state'
import { followStep } from '@/projector/analytics/step'
import { readPassages } from '@/projector/gateControl'
import type { Store } from '@/projector/store'

import { catchUp, openAnalyticsStore, project, takeOver } from './setting'

const timeZone = 'Australia/Sydney'

const setting = openAnalyticsStore()
let store: Store
let lease: FollowerLease

beforeEach(async () => {
  ;({ store } = setting)
  lease = await takeOver(store, timeZone)
})

const said = (appendedAtMs: number) => ({
  id: `${appendedAtMs}-0`,
  fields: {
    agt: 'broker',
    typ: 'user_input',
    cid: 'conv_1',
    tsp: '2026-06-01T01:00:00Z',
    dat: '{}',
  },
})

const lagMs = async (): Promise<number> => (await readAnalyticsFacts(store.db, 5_000))!.lagMs

/** As if nothing had been counted, or looked at, for so long. */
const countedAgo = (ms: number) =>
  followersOf(store).updateOne({ _id: 'follower' }, [
    { $set: { caughtUpAt: { $subtract: ['$$NOW', ms] } } },
  ])

it('tells how old the oldest change is that is not counted, however long it was quiet before', async () => {
  await countedAgo(600_000)
  expect(await lagMs()).toBe(0)
  const now = Date.now()
  await project(store, [said(now - 3_000)], 'one')
  await project(store, [said(now - 5_000), said(now - 1_000)], 'two')
  const lag = await lagMs()
  expect(lag).toBeGreaterThanOrEqual(5_000)
  expect(lag).toBeLessThan(30_000)
  await catchUp(store, lease, timeZone)
  expect(await lagMs()).toBe(0)
})

it('does not take a change for old that was committed late', async () => {
  await countedAgo(2_000)
  await project(store, [said(Date.now() - 86_400_000)])
  const lag = await lagMs()
  expect(lag).toBeGreaterThanOrEqual(2_000)
  expect(lag).toBeLessThan(30_000)
})

it('comes along while there is always more to count', async () => {
  const milestones = createMilestones()
  const look = async (): Promise<void> => {
    const atMs = performance.now()
    milestones.note(await readPassages(store), atMs)
  }
  await countedAgo(600_000)
  // What comes late: its own time says nothing of how long it waits.
  for (let batch = 1; batch <= 3; batch++) {
    await project(store, [said(batch)])
    await look()
    await delay(50)
  }
  const bounds = { maximumEntries: 1, timeoutMs: 30_000 }
  const stepped = await followStep(store, lease, timeZone, bounds, { milestones })
  expect(stepped).toMatchObject({ entries: 1, isCaughtUp: false })
  const lag = await lagMs()
  expect(lag).toBeGreaterThanOrEqual(100)
  expect(lag).toBeLessThan(60_000)
})
