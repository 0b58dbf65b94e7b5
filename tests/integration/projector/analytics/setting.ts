import { randomUUID } from 'node:crypto'

import { afterAll, beforeAll, beforeEach } from 'vitest'

import { ensureIndexes } from '@/collections/indexes'
import { toEnvelope } from '@/ledger/entry'
import { analyticsNames, analyticsVersion } from '@/projections/analytics'
import { applyBatch, toParsedEntry } from '@/projector/applyBatch'
import { type FollowerLease, takeLease } from '@/projector/analytics/lease'
import { analyticsStateName, followersOf } from '@/projector/analytics/state'
import { followStep, type Memory, type Step } from '@/projector/analytics/step'
import { gatesName } from '@/projector/gateMaster'
import { allProjections } from '@/projections'
import type { Store } from '@/projector/store'
import { whileContested } from '@/projector/whileContested'
import { generateEvents } from '@/simulator'

import { openStore } from '../../../support/engines'
import type { RawEntry } from '../../../support/oracle'

/** A store of one test file. */
export interface StoreSetting {
  store: Store
}

/** Opens a store for a test file, which is empty before each test but for what `fill` adds. */
export const openAnalyticsStore = (
  fill: (store: Store) => Promise<void> = () => Promise.resolve(),
): StoreSetting => {
  const setting = {} as StoreSetting
  let close: () => Promise<void>

  beforeAll(async () => {
    const opened = await openStore()
    ;({ close } = opened)
    setting.store = opened.store
  })

  afterAll(() => close())

  beforeEach(async () => {
    await empty(setting.store)
    await fill(setting.store)
  })

  return setting
}

/** Empties everything that the projector and the analytics write. */
export const empty = async ({ db }: Store): Promise<void> => {
  const names = [
    'ledger-events',
    'dead-letters',
    gatesName,
    analyticsStateName,
    ...analyticsNames,
    ...allProjections.map(({ name }) => name),
  ]
  for (const name of names) await db.collection(name).deleteMany({})
  await ensureIndexes(db)
}

/** Projects some entries as one worker would, in one batch. */
export const project = async (
  store: Store,
  entries: readonly RawEntry[],
  writer = 'one',
): Promise<void> => {
  const parsed = entries.map(({ fields, id }) =>
    toParsedEntry(id, toEnvelope(Object.entries(fields).flat())),
  )
  await whileContested(() =>
    applyBatch({ ...store, writer }, parsed, { now: new Date(), timeoutMs: 30_000 }),
  )
}

/** Projects some entries and counts them, and leaves the lease to whoever wants it. */
export const projectAndCount = async (
  store: Store,
  entries: readonly RawEntry[],
  timeZone: string,
): Promise<void> => {
  const lease = await takeOver(store, timeZone)
  await project(store, entries)
  await catchUp(store, lease, timeZone)
  await lease.release()
}

/** Takes the lease; whoever had it is treated as dead. */
export const takeOver = async (store: Store, timeZone: string): Promise<FollowerLease> => {
  await followersOf(store).updateOne({ _id: 'follower' }, { $set: { heldUntil: new Date(0) } })
  const lease = await takeLease(store, analyticsVersion)
  if (!lease) throw new Error('the lease is taken')
  const state = await followersOf(store).findOne({ _id: 'follower' })
  if (!state?.live)
    await lease.write({
      live: {
        version: analyticsVersion,
        timeZone,
        sources: 0,
        generation: 0,
        isSwitching: false,
        passages: [],
      },
    })
  return lease
}

/** One step of some entries. */
export const step = (
  store: Store,
  lease: FollowerLease,
  timeZone: string,
  maximumEntries = 1_000,
  memory?: Memory,
): Promise<Step | undefined> =>
  followStep(store, lease, timeZone, { maximumEntries, timeoutMs: 30_000 }, memory)

/** Steps until everything that is committed is counted. */
export const catchUp = async (
  store: Store,
  lease: FollowerLease,
  timeZone: string,
  maximumEntries?: number,
  memory?: Memory,
): Promise<void> => {
  while (!(await step(store, lease, timeZone, maximumEntries, memory))?.isCaughtUp);
}

/** What the simulator makes, as entries of the ledger from some time on. */
export const generateEntries = (
  options: Parameters<typeof generateEvents>[0],
  fromMs = 1_700_000_000_000,
): RawEntry[] =>
  generateEvents(options).map((fields, index) => ({ id: `${fromMs + index}-0`, fields }))

/** Entries at given times, in the order of the ledger. */
export const entriesAt = (
  list: readonly {
    typ: string
    tsp: string
    cid?: string
    aid?: string
    uid?: string
    dat?: object
  }[],
): RawEntry[] =>
  list.map(({ dat = {}, ...fields }, index) => ({
    id: `${1_700_000_000_000 + index}-0`,
    fields: { agt: 'broker', ...fields, dat: JSON.stringify(dat) },
  }))

/** A name that nothing else uses. */
export const unique = (): string => randomUUID().slice(0, 8)
