import { beforeEach, expect, it } from 'vitest'

import { buildAnalytics, type BuildRequest } from '@/projector/analytics/build'
import { cancelBuild, readBuild } from '@/projector/analytics/buildRecord'
import { dropShadows } from '@/projector/analytics/shadows'
import { retrySkipped } from '@/projector/analytics/skipped'
import { readFollower } from '@/projector/analytics/state'
import { completeSwitch } from '@/projector/analytics/switch'
import { toShadowName } from '@/projector/rebuild/shadows'
import type { Store } from '@/projector/store'

import { expectBusiness } from '../../../support/businessNumbers'
import { quietLogger } from '../../../support/engines'
import { readNumbers } from '../../../support/storedNumbers'
import {
  catchUp,
  generateEntries,
  openAnalyticsStore,
  project,
  projectAndCount,
  takeOver,
} from './setting'

const timeZone = 'Australia/Sydney'
const entries = generateEntries({ seed: 4, conversations: 12, count: 600 })

const setting = openAnalyticsStore((opened) =>
  projectAndCount(opened, entries.slice(0, 300), timeZone),
)
let store: Store

beforeEach(() => {
  ;({ store } = setting)
})

const build = ({
  decide = async () => true,
  names,
  onProgress,
  signal = new AbortController().signal,
}: {
  decide?: BuildRequest['decide']
  names?: BuildRequest['names']
  onProgress?: () => void
  signal?: AbortSignal
} = {}) =>
  buildAnalytics(
    {
      store: () => store,
      timeZone,
      logger: quietLogger,
      signal,
      ...(onProgress && { onProgress }),
    },
    { startedBy: 'operator', decide, ...(names && { names }) },
  )

const indexesOf = async (name: string): Promise<string[]> =>
  (await store.db.collection(name).indexes()).map((index) => JSON.stringify(index.key)).sort()

it('computes the same beside the live numbers while traffic goes on, with all indexes', async () => {
  const indexes = await indexesOf('conversation-stats')
  let traffic: Promise<unknown> = Promise.resolve()
  let sent = 300
  const { difference, outcome } = await build({
    onProgress: () => {
      const part = entries.slice(sent, (sent += 40))
      traffic = traffic.then(() => project(store, part, `worker-${sent % 3}`))
    },
  })
  expect(outcome).toBe('switched')
  expect(difference?.compared).toBeGreaterThan(20)
  await traffic
  await project(store, entries.slice(sent))
  const lease = await takeOver(store, timeZone)
  await catchUp(store, lease, timeZone)
  await expectBusiness(store, entries, timeZone)
  expect(await indexesOf('conversation-stats')).toEqual(indexes)
})

it('goes on where it was interrupted, and ends at once where it is cancelled', async () => {
  const before = await readNumbers(store, 'daily-metrics')
  const stopping = new AbortController()
  const first = await build({ onProgress: () => stopping.abort(), signal: stopping.signal })
  expect(first.outcome).toBe('interrupted')
  const second = await build({ decide: async () => false })
  expect(second).toMatchObject({
    outcome: 'discarded',
    record: { generation: first.record.generation },
    difference: { differing: 0 },
  })
  const cancelled = build({
    decide: async () => {
      await cancelBuild(store)
      return true
    },
  })
  await expect(cancelled).rejects.toMatchObject({ name: 'AnalyticsLost' })
  expect((await readBuild(store))?.phase).toBe('discarded')
  expect(await readNumbers(store, 'daily-metrics')).toEqual(before)
})

/** As if it had died after the decision: two of the new collections still stand beside. */
const switchHalf = async (): Promise<void> => {
  const { record } = await build()
  for (const name of ['conversation-stats', 'daily-metrics'])
    await store.db.collection(name).rename(toShadowName(name, record.generation))
  await store.db
    .collection<{ _id: string }>('analytics-state')
    .updateOne({ _id: 'follower' }, { $set: { 'live.isSwitching': true } })
}

it('finishes a switch whose author died before it begins another computation', async () => {
  await switchHalf()
  await build({ decide: async () => false })
  expect((await readFollower(store))?.live?.isSwitching).toBe(false)
  await expectBusiness(store, entries.slice(0, 300), timeZone)
})

it('leaves the collections of a later computation alone', async () => {
  const stopped = new AbortController()
  const { record } = await build({ onProgress: () => stopped.abort(), signal: stopped.signal })
  await dropShadows(store, record.generation - 1)
  const { outcome } = await build()
  expect(outcome).toBe('switched')
  await expectBusiness(store, entries.slice(0, 300), timeZone)
})

it('finishes a switch whose author died before or between its renames', async () => {
  await store.db
    .collection<{ _id: string }>('daily-metrics')
    .updateMany({}, { $set: { messages: 1 } })
  await switchHalf()
  const lease = await takeOver(store, timeZone)
  await Promise.all([completeSwitch(store), completeSwitch(store)])
  expect((await readFollower(store))?.live?.isSwitching).toBe(false)
  await catchUp(store, lease, timeZone)
  await expectBusiness(store, entries.slice(0, 300), timeZone)
})

it('leaves out what cannot be worked out, and counts it once it can be', async () => {
  const conversations = store.db.collection<{ _id: string; startedAt: unknown }>('conversations')
  const { _id, startedAt } = (await conversations.findOne())!
  await conversations.updateOne({ _id }, { $set: { startedAt: 'no time' } })
  expect((await build()).outcome).toBe('switched')
  expect((await readFollower(store))?.skipped).toMatchObject([
    { collection: 'conversation-stats', id: _id, reason: 'TypeError' },
  ])
  expect(Object.keys(await readNumbers(store, 'conversation-stats'))).toHaveLength(11)
  await conversations.updateOne({ _id }, { $set: { startedAt } })
  const lease = await takeOver(store, timeZone)
  await retrySkipped(store, lease, timeZone, new Date(Date.now() + 61_000))
  await expectBusiness(store, entries.slice(0, 300), timeZone)
})

/** Other conversations, on days of their own and on those of the first. */
const traffic = generateEntries({ seed: 5, conversations: 12, count: 300 }, 1_700_000_001_000)

/**
 * Compares after events were projected that only the computation counts, for the follower is held
 * back, and while more of them are.
 */
const compareAhead = async (names?: BuildRequest['names']) => {
  await project(store, traffic.slice(0, 150))
  let projected: Promise<void> | undefined
  const { difference } = await build({
    decide: async () => false,
    onProgress: () => (projected ??= project(store, traffic.slice(150))),
    ...(names && { names }),
  })
  await projected
  return difference!
}

const alter = async (name: string, filter: object, change: object): Promise<string> => {
  const found = await store.db.collection<{ _id: string }>(name).findOneAndUpdate(filter, change)
  return found!._id
}

it('does not take for a difference by what the follower lags behind', async () => {
  expect(await compareAhead()).toMatchObject({ differing: 0, drifts: [], days: [] })
  const { difference } = await build({ decide: async () => false, names: ['daily-metrics'] })
  expect(difference).toMatchObject({ differing: 0, days: [] })
  expect(difference?.compared).toBe(await store.db.collection('daily-metrics').countDocuments())
})

it('names a day and a conversation that are wrong while the follower lags behind', async () => {
  const day = await alter('daily-metrics', {}, { $inc: { messages: 1 } })
  const id = await alter('conversation-stats', {}, { $set: { purpose: 'something else' } })
  const { days, drifts } = await compareAhead()
  expect(days).toContain(day)
  expect(drifts.map((drift) => [drift.collection, drift.id])).toEqual(
    expect.arrayContaining([
      ['conversation-stats', id],
      ['daily-metrics', day],
    ]),
  )
  expect(drifts.find((drift) => drift.id === id)?.differences).toMatchObject([
    { path: 'purpose', stored: 'something else' },
  ])
})

it('names a day that agrees with a wrong conversation', async () => {
  const conversations = store.db.collection<{ _id: string; messagesByDay: { day: string }[] }>(
    'conversation-stats',
  )
  const { messagesByDay } = (await conversations.findOne({ 'messagesByDay.0': { $exists: true } }))!
  const { day } = messagesByDay[0]!
  const wrong = { 'messagesByDay.$.customer': 1, messages: 1, customerMessages: 1 }
  await conversations.updateOne({ 'messagesByDay.day': day }, { $inc: wrong })
  await alter('daily-metrics', { _id: day }, { $inc: { messages: 1, customerMessages: 1 } })
  const { days } = await compareAhead(['daily-metrics'])
  expect(days).toContain(day)
})

it('takes every difference from numbers of another version for real', async () => {
  await store.db
    .collection<{ _id: string }>('analytics-state')
    .updateOne({ _id: 'follower' }, { $set: { 'live.version': 0 } })
  const { days, differing } = await compareAhead()
  expect(differing).toBeGreaterThan(0)
  expect(days.length).toBeGreaterThan(0)
})
