import { Writable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'

import { pino } from 'pino'
import { afterEach, expect, it } from 'vitest'

import { analyticsNames, analyticsVersion } from '@/projections/analytics'
import { buildAnalytics } from '@/projector/analytics/build'
import { createAnalyticsFollower, type AnalyticsFollower } from '@/projector/analytics/follower'
import type { PaceSettings } from '@/projector/analytics/pace'
import { followersOf, readFollower } from '@/projector/analytics/state'
import type { ChangeFrame } from '@/realtime/frames'
import { generateEvents } from '@/simulator'

import { expectBusiness } from '../../../support/businessNumbers'
import { quietLogger } from '../../../support/engines'
import { append, untilCaughtUp } from '../../../support/worker'
import { openSetting } from '../setting'
import { catchUp, entriesAt, generateEntries, project, step, takeOver } from './setting'

const timeZone = 'Australia/Sydney'
const setting = openSetting()
let followers: AnalyticsFollower[] = []

afterEach(async () => {
  await Promise.all(followers.map((follower) => follower.stop()))
  followers = []
})

const follow = (
  zone = timeZone,
  settings: Partial<PaceSettings> = {},
  logger = quietLogger,
): { frames: ChangeFrame[] } => {
  const frames: ChangeFrame[] = []
  const follower = createAnalyticsFollower(
    {
      store: () => setting.store,
      timeZone: zone,
      publish: async (published) => frames.push(...published),
      logger,
    },
    { pollMs: 20, standByMs: 50, pauseAfterFailureMs: 200, ...settings },
  )
  followers.push(follower)
  follower.start()
  return { frames }
}

/** Waits until something holds that is true sooner or later. */
const until = async (isTrue: () => Promise<boolean> | boolean): Promise<void> => {
  const deadline = Date.now() + 45_000
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error('it never came true')
    await delay(20)
  }
}

const messages = async (): Promise<number> => {
  const days = await setting.store.db.collection('daily-metrics').find().toArray()
  return days.reduce((sum, day) => sum + Number(day.messages), 0)
}

const said = () =>
  setting.store.db
    .collection('ledger-events')
    .countDocuments({ typ: { $in: ['user_input', 'assistant_response'] }, disposition: 'applied' })

const archived = async () =>
  (
    await setting.store.db
      .collection<{ _id: string; streamId: string } & Record<string, string>>('ledger-events')
      .find({ disposition: { $ne: 'parked' } })
      .toArray()
  ).map(({ agt, aid, cid, dat, streamId, tsp, typ, uid }) => ({
    id: streamId,
    fields: JSON.parse(JSON.stringify({ agt, aid, cid, dat, tsp, typ, uid })) as Record<
      string,
      string
    >,
  }))

it('follows two workers, whoever follows, and tells the screens of the days', async () => {
  const both = [follow(), follow()]
  const told = (): ChangeFrame[] => both.flatMap(({ frames }) => frames)
  setting.run({}, { workerId: 'one', batchSize: 7 })
  setting.run({}, { workerId: 'two', batchSize: 11 })
  const entries = generateEvents({ seed: 5, conversations: 15, count: 600 })
  await append(setting.redis, setting.stream, entries.slice(0, 300))
  await untilCaughtUp(setting.redis, setting.stream)
  await until(async () => (await messages()) === (await said()))
  // One of them goes, whether it counted or stood by; the other one is enough.
  await followers.shift()!.stop()
  await append(setting.redis, setting.stream, entries.slice(300))
  await untilCaughtUp(setting.redis, setting.stream)
  await until(async () => (await messages()) === (await said()))
  await expectBusiness(setting.store, await archived(), timeZone)
  await until(() => told().length > 0)
  expect(new Set(told().map(({ collection }) => collection))).toEqual(new Set(['daily-metrics']))
  expect(told()[0]!.doc).toMatchObject({ id: expect.any(String), revision: expect.any(Number) })
})

it('does no harm where an owner was paused and goes on after another one took over', async () => {
  const { store } = setting
  const paused = await takeOver(store, timeZone)
  const entries = entriesAt([
    { typ: 'user_input', cid: 'conv_1', tsp: '2026-06-01T01:00:00Z' },
    { typ: 'assistant_response', cid: 'conv_1', tsp: '2026-06-01T01:00:05Z' },
  ])
  await project(store, entries.slice(0, 1))
  const present = await takeOver(store, timeZone)
  await expect(step(store, paused, timeZone)).rejects.toMatchObject({ name: 'AnalyticsLost' })
  expect(await messages()).toBe(0)
  await project(store, entries.slice(1))
  const racing = await Promise.allSettled([
    step(store, paused, timeZone),
    step(store, present, timeZone),
  ])
  expect(racing.map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
  await expect(paused.write({ failures: 7 })).rejects.toMatchObject({ name: 'AnalyticsLost' })
  await catchUp(store, present, timeZone)
  await expectBusiness(store, entries, timeZone)
})

it('computes everything at its first start over an archive, and again for another time zone', async () => {
  const { store } = setting
  const entries = generateEntries({ seed: 9, conversations: 12, count: 500 })
  for (let start = 0; start < entries.length; start += 90)
    await project(store, entries.slice(start, start + 90))
  follow()
  await until(async () => (await messages()) === (await said()))
  await expectBusiness(store, entries, timeZone)
  await followers.shift()!.stop()
  follow('Pacific/Kiritimati')
  await until(async () => (await readFollower(store))?.live?.timeZone === 'Pacific/Kiritimati')
  await until(async () => (await readFollower(store))?.live?.isSwitching === false)
  await expectBusiness(store, entries, 'Pacific/Kiritimati')
  const left = await store.db.listCollections({ name: /~/ }, { nameOnly: true }).toArray()
  expect(left).toEqual([])
})

it('leaves alone what cannot be worked out, goes on with the rest, and comes back to it', async () => {
  const { store } = setting
  follow()
  await until(async () => (await readFollower(store))?.live !== undefined)
  const entries = entriesAt([
    { typ: 'user_input', cid: 'conv_1', tsp: '2026-06-01T01:00:00Z' },
    { typ: 'user_input', cid: 'conv_2', tsp: '2026-06-01T01:00:00Z' },
  ])
  await project(store, entries)
  await until(async () => (await messages()) === 2)
  const conversations = store.db.collection<{ _id: string }>('conversations')
  await conversations.updateOne({ _id: 'conv_1' }, { $set: { startedAt: 'no time' } })
  const more = entriesAt([
    ...entries.map(() => ({ typ: 'heartbeat', tsp: '2026-06-01T01:00:00Z' })),
    { typ: 'assistant_response', cid: 'conv_2', tsp: '2026-06-01T01:00:05Z' },
  ]).slice(2)
  const touching = { id: '1700000000009-0', fields: { ...entries[0]!.fields } }
  // Not through the projector, which would mend or refuse it.
  const archive = store.db.collection<{ _id: string }>('ledger-events')
  await project(store, more)
  await archive.insertOne({
    _id: '00000001700000000009-00000000000000000000',
    streamId: touching.id,
    ...touching.fields,
    disposition: 'applied',
    writer: 'odd',
    batch: 1,
  } as never)
  await store.db
    .collection<{ _id: string }>('projection-gates')
    .insertOne({ _id: 'odd', batch: 1, epoch: 0, isClosed: false, versions: {} } as never)
  await until(async () => (await readFollower(store))?.skipped.length === 1)
  expect((await readFollower(store))?.skipped[0]).toMatchObject({
    collection: 'conversation-stats',
    id: 'conv_1',
  })
  await until(async () => (await messages()) === 3)
  await conversations.updateOne(
    { _id: 'conv_1' },
    { $set: { startedAt: new Date('2026-06-01T01:00:00Z') } },
  )
  await followersOf(store).updateOne(
    { _id: 'follower' },
    { $set: { 'skipped.0.retryAt': new Date(0) } },
  )
  await until(async () => (await readFollower(store))?.skipped.length === 0)
  expect(await messages()).toBe(4)
})

it('tries what was left alone again also while there is always more to count', async () => {
  const { store } = setting
  const lease = await takeOver(store, timeZone)
  const entries = entriesAt(
    Array.from({ length: 400 }, (_, index) => ({
      typ: 'user_input',
      cid: 'conv_1',
      tsp: new Date(Date.UTC(2026, 5, 1, 1, index)).toISOString(),
    })),
  )
  await project(store, entries.slice(0, 1))
  await catchUp(store, lease, timeZone)
  const leftAlone = { collection: 'conversation-stats', id: 'conv_1', reason: 'Error', tries: 1 }
  await lease.write({ skipped: [{ ...leftAlone, retryAt: new Date(0) }] })
  await project(store, entries.slice(1, 2))
  await lease.release()
  // The first look finds one to try, and the next ones always something new.
  follow(timeZone, { pollMs: 500, leaseMs: 4_000 })
  await until(async () => (await readFollower(store))?.skipped.length === 0)
  await followersOf(store).updateOne(
    { _id: 'follower' },
    { $set: { skipped: [{ ...leftAlone, retryAt: new Date(0) }] } },
  )
  for (let next = 2; (await readFollower(store))?.skipped.length !== 0; next++) {
    expect(next, 'it was not tried again within 20 s').toBeLessThan(entries.length)
    await project(store, entries.slice(next, next + 1))
    await delay(50)
  }
})

/** A logger, and which errors it was told of at this level or above. */
const loud = (level: 'info' | 'warn') => {
  const errors: string[] = []
  const logger = pino(
    { level },
    new Writable({
      write: (line: Buffer, _, done) => {
        const { err } = JSON.parse(String(line)) as { err?: { type: string } }
        if (err) errors.push(err.type)
        done()
      },
    }),
  )
  return { errors, logger }
}

it('tries again in a session of its own after a step that took too long', async () => {
  const { store } = setting
  const { errors, logger } = loud('warn')
  await takeOver(store, timeZone).then((lease) => lease.release())
  // No database answers so soon.
  follow(timeZone, { stepTimeoutMs: 1 }, logger)
  await until(() => errors.length >= 3)
  expect(new Set(errors)).toEqual(new Set(['ProcessingTimeout']))
})

/** A customer says something: the same entry for the same number. */
const oneMessage = (index: number) => ({
  id: `${1_700_000_000_000 + index}-0`,
  fields: {
    agt: 'broker',
    typ: 'user_input',
    cid: 'conv_1',
    tsp: '2026-06-01T01:00:00Z',
    dat: '{}',
  },
})

const manyBatches = async (count: number): Promise<void> => {
  for (let index = 0; index < count; index++) await project(setting.store, [oneMessage(index)])
}

it('counts again what stands in the database as not counted, though nothing new comes', async () => {
  const { store } = setting
  await manyBatches(3)
  follow()
  await until(async () => (await messages()) === 3)
  for (const name of analyticsNames) await store.db.collection(name).deleteMany({})
  await followersOf(store).updateOne({ _id: 'follower' }, { $set: { 'live.passages': [] } })
  await until(async () => (await messages()) === 3)
})

it('computes everything again where the archive is not the one that was counted', async () => {
  const { store } = setting
  await manyBatches(3)
  follow()
  await until(async () => (await messages()) === 3)
  for (const name of ['ledger-events', 'projection-gates', 'conversations'])
    await store.db.collection(name).deleteMany({})
  await manyBatches(2)
  await until(async () => (await messages()) === 2)
})

/** As after a switch by a program of that version, whatever it counts otherwise. */
const countedBy = async (version: number): Promise<void> => {
  await followersOf(setting.store).updateOne(
    { _id: 'follower' },
    { $set: { program: version, 'live.version': version } },
  )
}

it('leaves the numbers of a newer program alone, until an operator goes back to its own', async () => {
  const { store } = setting
  const newer = analyticsVersion + 1
  await manyBatches(3)
  const { errors, logger } = loud('info')
  follow(timeZone, {}, logger)
  await until(async () => (await messages()) === 3)
  await countedBy(newer)
  await manyBatches(4)
  // It rests: the lease is free for the newer program.
  await until(async () => (await readFollower(store))?.owner === null)
  await delay(500)
  expect(await readFollower(store)).toMatchObject({ owner: null, live: { version: newer } })
  expect(await messages()).toBe(3)
  // That is as it should be while a deployment is under way: nobody is called.
  expect(errors).toEqual([])
  const parts = {
    store: () => store,
    timeZone,
    logger: quietLogger,
    signal: new AbortController().signal,
  }
  const decide = async (): Promise<boolean> => true
  await expect(buildAnalytics(parts, { startedBy: 'deployment', decide })).rejects.toMatchObject({
    code: 'VERSION_RETIRED',
  })
  await buildAnalytics(parts, { startedBy: 'operator', decide })
  await project(store, [oneMessage(4)])
  await until(async () => (await messages()) === 5)
})

it('does not switch in what it computed where a newer program switched meanwhile', async () => {
  const { store } = setting
  await manyBatches(3)
  const lease = await takeOver(store, timeZone)
  await catchUp(store, lease, timeZone)
  const late = buildAnalytics(
    { store: () => store, timeZone, logger: quietLogger, signal: new AbortController().signal },
    {
      startedBy: 'deployment',
      decide: async () => {
        await countedBy(analyticsVersion + 1)
        return true
      },
    },
  )
  await expect(late).rejects.toMatchObject({ code: 'VERSION_RETIRED' })
  expect((await readFollower(store))?.live?.version).toBe(analyticsVersion + 1)
})
