import { beforeEach, expect, it } from 'vitest'

import type { DailyMetricsDocument } from '@/projections/analytics/documents'
import type { Store } from '@/projector/store'

import { catchUp, entriesAt, openAnalyticsStore, project, step, takeOver } from './setting'

const timeZone = 'Australia/Sydney'

const setting = openAnalyticsStore()
let store: Store

beforeEach(() => {
  ;({ store } = setting)
})

const days = async (): Promise<Record<string, DailyMetricsDocument>> => {
  const found = await store.db.collection<DailyMetricsDocument>('daily-metrics').find().toArray()
  return Object.fromEntries(found.map((day) => [day.day, day]))
}

const decision = (tsp: string, decision: string) => ({
  typ: 'final_decision',
  cid: 'conv_1',
  aid: 'app_1',
  tsp,
  dat: { decision },
})

it('moves a revised decision from day to day, and adds nothing', async () => {
  const lease = await takeOver(store, timeZone)
  const [started, detail, ...decisions] = entriesAt([
    { typ: 'conversation_started', cid: 'conv_1', aid: 'app_1', tsp: '2026-06-01T00:00:00Z' },
    {
      typ: 'applicationDetail_changed',
      cid: 'conv_1',
      aid: 'app_1',
      tsp: '2026-06-01T00:01:00Z',
      dat: { loanAmount: '1500.50' },
    },
    decision('2026-06-01T01:00:00Z', 'APPROVED'),
    decision('2026-06-03T01:00:00Z', 'DECLINED'),
    decision('2026-06-05T01:00:00Z', 'PENDING'),
  ])
  await project(store, [started!, detail!])
  await catchUp(store, lease, timeZone)
  expect((await days())['2026-06-01']).toMatchObject({ decided: 0, amountAsked: 1500.5 })

  await project(store, [decisions[0]!])
  await catchUp(store, lease, timeZone)
  expect(await days()).toMatchObject({
    '2026-06-01': {
      approved: 1,
      approvalRate: 1,
      amountApproved: 1500.5,
      startedAndApproved: 1,
      conversionRate: 1,
      medianTimeToDecisionMs: 59 * 60_000,
    },
  })

  await project(store, [decisions[1]!])
  await catchUp(store, lease, timeZone)
  const declined = await days()
  expect(Object.keys(declined)).toEqual(['2026-06-01', '2026-06-03'])
  expect(declined['2026-06-01']).toMatchObject({ decided: 0, approved: 0, startedAndApproved: 0 })
  expect(declined['2026-06-01']).not.toHaveProperty('approvalRate')
  expect(declined['2026-06-03']).toMatchObject({ decided: 1, declined: 1, approvalRate: 0 })

  await project(store, [decisions[2]!])
  await catchUp(store, lease, timeZone)
  // Nothing is left on the day of the decision that stands no more.
  expect(Object.keys(await days())).toEqual(['2026-06-01'])
})

it('lets a decision that came late change nothing where a later one stands', async () => {
  const lease = await takeOver(store, timeZone)
  const [approved, declined] = entriesAt([
    decision('2026-06-01T01:00:00Z', 'APPROVED'),
    decision('2026-06-03T01:00:00Z', 'DECLINED'),
  ])
  await project(store, [declined!])
  await catchUp(store, lease, timeZone)
  await project(store, [approved!])
  await catchUp(store, lease, timeZone)
  const counted = await days()
  expect(counted['2026-06-03']).toMatchObject({ declined: 1, decided: 1 })
  expect(counted['2026-06-01']).toMatchObject({ approved: 0, decided: 0, conversationsStarted: 1 })
})

it.each([
  ['5 April 2026, which has 25 hours', '2026-04-05', '2026-04-04T13:00:00Z', 25],
  ['4 October 2026, which has 23', '2026-10-04', '2026-10-03T14:00:00Z', 23],
])('counts each hour of %s once, and no other', async (_, day, begins, hours) => {
  const lease = await takeOver(store, timeZone)
  const at = (minutes: number): string =>
    new Date(Date.parse(begins) + minutes * 60_000).toISOString()
  const minutes = Array.from({ length: hours + 2 }, (__, hour) => (hour - 1) * 60 + 30)
  const edges = [-0.001, 0, hours * 60 - 0.001, hours * 60]
  await project(
    store,
    entriesAt(
      [...minutes, ...edges].map((minute) => ({
        typ: 'user_input',
        cid: 'conv_1',
        tsp: at(minute),
      })),
    ),
  )
  await catchUp(store, lease, timeZone)
  const counted = Object.values(await days())
  expect(counted).toHaveLength(3)
  expect(counted.find((each) => each.day === day)?.messages).toBe(hours + 2)
  expect(counted.filter((each) => each.day !== day).map(({ messages }) => messages)).toEqual([2, 2])
})

it('writes nothing where a step is repeated, and nothing where nothing was committed', async () => {
  const lease = await takeOver(store, timeZone)
  await project(store, entriesAt([decision('2026-06-01T01:00:00Z', 'APPROVED')]))
  const state = store.db.collection<{ _id: string }>('analytics-state')
  const before = await state.findOne({ _id: 'follower' })
  const first = await step(store, lease, timeZone)
  expect(first).toMatchObject({ entries: 1, isCaughtUp: true })
  const after = await state.findOne({ _id: 'follower' })
  expect(await step(store, lease, timeZone)).toMatchObject({ entries: 0, written: 0 })
  expect(await state.findOne({ _id: 'follower' })).toEqual(after)
  // As if the note of the step had been lost: the same entries once more.
  await lease.write({ live: (before as unknown as { live: never }).live })
  expect(await step(store, lease, timeZone)).toMatchObject({ entries: 1, written: 0 })
})

it('counts nothing in place of a value that was altered by hand', async () => {
  const lease = await takeOver(store, timeZone)
  const answered = (cid: string, second: number) => [
    { typ: 'user_input', cid, tsp: '2026-06-01T01:00:00Z' },
    { typ: 'assistant_response', cid, tsp: `2026-06-01T01:00:0${second}Z` },
  ]
  const cids = ['conv_1', 'conv_2', 'conv_3', 'conv_4', 'conv_5']
  const entries = entriesAt(cids.flatMap((cid, index) => answered(cid, index + 1)))
  await project(store, entries.slice(0, 8))
  await catchUp(store, lease, timeZone)
  const stats = store.db.collection<{ _id: string }>('conversation-stats')
  const odd = [null, [1, 2], 'soon']
  for (const [index, firstAnswerMs] of odd.entries())
    await stats.updateOne({ _id: cids[index]! }, { $set: { firstAnswerMs, startedAt: 'no time' } })
  await project(store, entries.slice(8))
  await catchUp(store, lease, timeZone)
  // Four and five seconds are left.
  expect((await days())['2026-06-01']).toMatchObject({
    conversationsStarted: 5,
    medianFirstAnswerMs: 4_500,
  })
})
