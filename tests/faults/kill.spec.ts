import type { Redis } from 'ioredis'
import { MongoClient } from 'mongodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { ensureIndexes } from '@/collections/indexes'
import type { Store } from '@/projector/store'
import { createChangeFeed } from '@/realtime/changeFeed'

import { engineUris, openRedis } from '../support/engines'
import { append, untilCaughtUp } from '../support/worker'

import { steps } from './scene/dieAtStep'
import { nameField, poisons } from './scene/entries'
import { judge } from './scene/judge'
import type { AppendedEntry } from './scene/load'
import { startProjector } from './scene/processes'
import { feedOf, type Ledger, type ProjectorSettings } from './scene/settings'

const dataByType: Record<string, unknown> = {
  conversation_started: {},
  user_input: { u: 'I need a loan' },
  assistant_response: { u: 'How much?', r: 'They want a loan' },
  applicationDetail_changed: {
    loanAmount: 5_000,
    customer: { first_name: 'Jo', last_name: 'Doe' },
  },
  identityRisk_assessment: { risk_level: 'low' },
  serviceability_assessment_results: { result: 'pass' },
  fraudCheck_results: { score: 7 },
  noticeboard_updated: { agentName: 'fraud', content: 'Nothing found' },
  final_decision: { decision: 'APPROVED' },
  conversation_summary: { conversation_purpose: 'Car', conversation_facts: ['Has a car'] },
}
const types = Object.keys(dataByType)

let client: MongoClient
let redis: Redis
let prefix: string
const closers: (() => Promise<void>)[] = []

beforeAll(async () => {
  client = await MongoClient.connect(engineUris().databaseUri)
  const opened = await openRedis()
  ;({ prefix, redis } = opened)
  closers.push(opened.close, () => client.close())
})

afterAll(async () => {
  for (const close of closers) await close()
})

/** A ledger and a database of its own. */
const openLedger = async (name: string): Promise<Ledger & { store: Store }> => {
  const database = `${prefix.replace(':', '_')}_${name}`.slice(0, 60)
  const store = { client, db: client.db(database) }
  closers.unshift(async () => void (await store.db.dropDatabase()))
  await ensureIndexes(store.db)
  return { stream: `${prefix}:${name}`, database, store }
}

const toSettings = (ledgers: readonly Ledger[]): ProjectorSettings => ({
  ...engineUris(),
  ledgers: ledgers.map(({ database, stream }) => ({ database, stream })),
  worker: {
    ...{ workerId: 'fault', batchSize: 10 },
    ...{ processingTimeoutMs: 30_000, claimIdleMs: 60_000, claimEveryMs: 15_000 },
  },
})

/** Four events of the type, about two conversations, and one that cannot be applied. */
const batchOf = (type: string, number: number): AppendedEntry['fields'][] => [
  ...[1, 2, 1, 2].map((conversation) => ({
    ...{ agt: 'broker', typ: type, cid: `conv_1x${conversation}`, aid: 'app_1x1', uid: 'cust_1x1' },
    tsp: new Date(Date.UTC(2024, 0, 15, 10, 0, number)).toISOString(),
    dat: JSON.stringify(dataByType[type]),
  })),
  poisons[number % poisons.length]!,
]

/** Forty events of every type about two customers who have nothing in common, and ten invalid ones. */
const batchOfTwoCustomers = (number: number): Omit<AppendedEntry, 'id'>[] =>
  Array.from({ length: 10 }, (_, round) => {
    const [first, , , , poison] = batchOf(types[round]!, number + round) as [
      AppendedEntry['fields'],
      ...AppendedEntry['fields'][],
    ]
    const other = { ...first, cid: 'conv_1x2', aid: 'app_1x2', uid: 'cust_1x2' }
    return [
      ...[first, other, first, other].map((fields) => ({ fields, isPoison: false })),
      { fields: poison!, isPoison: true },
    ]
  })
    .flat()
    .map(({ fields, isPoison }, index) => ({
      fields: { ...fields, [nameField]: `${number}/${index}` },
      isPoison,
    }))

describe('a worker that is killed', () => {
  it('at any step of a batch, for every type of event, loses nothing, counts nothing twice and leaves nothing untold', async () => {
    // One ledger for each type, so that each batch that is killed holds events of one type.
    const ledgers = await Promise.all(
      types.map(async (type) => ({ type, ...(await openLedger(type)) })),
    )
    const appended = new Map<string, AppendedEntry[]>(types.map((type) => [type, []]))
    const appendNext = async (number: number): Promise<void> => {
      for (const { stream, type } of ledgers) {
        const batch = batchOf(type, number).map((fields, index) => ({
          ...fields,
          [nameField]: `${number}/${index}`,
        }))
        const ids = await append(redis, stream, batch)
        batch.forEach((fields, index) =>
          appended.get(type)!.push({ id: ids[index]!, fields, isPoison: index === 4 }),
        )
      }
    }
    const settings = toSettings(ledgers)
    for (const [number, step] of steps.entries()) {
      await appendNext(number)
      const projector = await startProjector({ ...settings, dieAt: { step, occurrence: 1 } })
      expect(await projector.endedWithin(60_000), step).toBe('SIGKILL')
    }
    await appendNext(steps.length)
    const survivor = await startProjector(settings)
    await Promise.all(ledgers.map(({ stream }) => untilCaughtUp(redis, stream)))
    await survivor.kill()

    for (const { store, stream, type } of ledgers) {
      const { applied, lost, parked, violations } = await judge(
        { store, redis, stream },
        {
          ...{ number: 1, ledgerPosition: '0-0', feedPosition: '0-0', lostBeforeMs: 0 },
          ...{ isLossExpected: false },
          ...{ appended: appended.get(type)!, tried: new Map() },
        },
      )
      expect(violations, type).toEqual([])
      expect({ applied, parked, lost }, type).toEqual({
        applied: 4 * (steps.length + 1),
        parked: steps.length + 1,
        lost: 0,
      })
    }
  }, 400_000)

  it('while one of two transactions side by side is committed and the other one is not, loses and repeats nothing', async () => {
    const cases = await Promise.all(
      [
        { step: 'before archive', whenOthersReach: 'after commit' },
        { step: 'after archive', whenOthersReach: 'after publish' },
        { step: 'before write', whenOthersReach: 'after commit' },
        { step: 'after write', whenOthersReach: 'after publish' },
        { step: 'before commit', whenOthersReach: 'after commit' },
        // Either of the two: the other one leaves its transaction open.
        { step: 'before commit', whenOthersReach: 'after commit', occurrence: 2 },
      ].map(async (death, number) => ({
        ...{ death, number },
        ledger: await openLedger(`lanes_${number}`),
        appended: [] as AppendedEntry[],
      })),
    )
    const inLanes = (ledgers: readonly Ledger[]): ProjectorSettings => {
      const settings = toSettings(ledgers)
      return { ...settings, worker: { ...settings.worker, batchSize: 50, lanesFrom: 2 } }
    }
    const append50 = async ({ appended, ledger, number }: (typeof cases)[number]) => {
      const batch = batchOfTwoCustomers(number + appended.length)
      const ids = await append(
        redis,
        ledger.stream,
        batch.map(({ fields }) => fields),
      )
      batch.forEach((entry, index) => appended.push({ id: ids[index]!, ...entry }))
    }
    for (const each of cases) {
      const { death, ledger } = each
      await append50(each)
      const projector = await startProjector({
        ...inLanes([ledger]),
        dieAt: { occurrence: 1, ...death },
      })
      expect(await projector.endedWithin(60_000), death.step).toBe('SIGKILL')
      const archived = await ledger.store.db.collection('ledger-events').distinct('writer')
      expect(archived, death.step).toHaveLength(1)
      await append50(each)
    }
    const survivor = await startProjector(inLanes(cases.map(({ ledger }) => ledger)))
    await Promise.all(cases.map(({ ledger }) => untilCaughtUp(redis, ledger.stream)))
    await survivor.kill()
    for (const { appended, death, ledger } of cases) {
      const { stream, store } = ledger
      const judgement = await judge(
        { store, redis, stream },
        {
          ...{ number: 1, ledgerPosition: '0-0', feedPosition: '0-0', lostBeforeMs: 0 },
          ...{ isLossExpected: false, appended, tried: new Map() },
        },
      )
      expect(judgement.violations, death.step).toEqual([])
      expect(judgement, death.step).toMatchObject({ applied: 80, parked: 20, lost: 0 })
    }
  }, 400_000)

  it('before it told the screens is followed by one that tells them', async () => {
    const ledger = await openLedger('untold')
    const settings = toSettings([ledger])
    const { stream } = ledger
    const [entry] = batchOf('user_input', 1)
    const [id] = await append(redis, stream, [entry!])
    const killed = await startProjector({
      ...settings,
      dieAt: { step: 'before publish', occurrence: 1 },
    })
    expect(await killed.endedWithin(60_000)).toBe('SIGKILL')
    const survivor = await startProjector(settings)
    await untilCaughtUp(redis, stream)
    await survivor.kill()
    const feed = createChangeFeed({ redis, ...feedOf(stream) })
    const frames = (await feed.readAfter('0-0', 100))
      .filter(({ collection }) => collection === 'utterances')
      .map(({ frame }) => JSON.parse(frame) as object)
    expect(frames).toContainEqual(
      expect.objectContaining({
        collection: 'utterances',
        eventId: id,
        doc: expect.objectContaining({ utterance: 'I need a loan' }) as object,
      }),
    )
  }, 200_000)
})
