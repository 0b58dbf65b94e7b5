import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'

import { buildAnalytics, type BuildRequest } from '@/projector/analytics/build'
import { cancelBuild, readBuild } from '@/projector/analytics/buildRecord'
import { dropShadows } from '@/projector/analytics/shadows'
import { retrySkipped } from '@/projector/analytics/skipped'
import { readFollower } from '@/projector/analytics/state'
import { completeSwitch } from '@/projector/analytics/switch'
import { toShadowName } from '@/projector/rebuild/shadows'
import type { Store } from '@/projector/store'
import { generateEvents } from '@/simulator'

import { expectBusiness } from '../../../support/businessNumbers'
import { openStore, quietLogger } from '../../../support/engines'
import { readNumbers } from '../../../support/storedNumbers'
import { catchUp, empty, project, takeOver } from './setting'

const timeZone = 'Australia/Sydney'
const entries = generateEvents({ seed: 4, conversations: 12, count: 600 }).map((fields, index) => ({
  id: `${1_700_000_000_000 + index}-0`,
  fields,
}))

let store: Store
let close: () => Promise<void>

beforeAll(async () => {
  ;({ close, store } = await openStore())
})

afterAll(() => close())

beforeEach(async () => {
  await empty(store)
  const lease = await takeOver(store, timeZone)
  await project(store, entries.slice(0, 300))
  await catchUp(store, lease, timeZone)
  await lease.release()
})

const build = ({
  decide = async () => true,
  onProgress,
  signal = new AbortController().signal,
}: {
  decide?: BuildRequest['decide']
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
    { startedBy: 'operator', decide },
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
    { collection: 'conversation-stats', id: _id, reason: 'RangeError' },
  ])
  expect(Object.keys(await readNumbers(store, 'conversation-stats'))).toHaveLength(11)
  await conversations.updateOne({ _id }, { $set: { startedAt } })
  const lease = await takeOver(store, timeZone)
  await retrySkipped(store, lease, timeZone, new Date(Date.now() + 61_000))
  await expectBusiness(store, entries.slice(0, 300), timeZone)
})
