import { setTimeout as delay } from 'node:timers/promises'

import type { Document } from 'mongodb'
import { afterEach, expect, it, vi } from 'vitest'

import { toEnvelope } from '@/ledger/entry'
import { conversations } from '@/projections'
import { applyBatch, type ParsedEntry, toParsedEntry } from '@/projector/applyBatch'
import { processInLanes } from '@/projector/lanes'
import type { Store } from '@/projector/store'

import { quietLogger } from '../../support/engines'
import { openSetting, quick, said } from './setting'

const setting = openSetting()

afterEach(() => void vi.restoreAllMocks())

const entries = (...conversations: string[]): ParsedEntry[] =>
  conversations.map((id, index) =>
    toParsedEntry(`${index + 1}-0`, toEnvelope(Object.entries(said(id)).flat())),
  )

/** A way to the database that notes which commands were answered; `waitMs` before some kind of them. */
const watched = (slow?: { command: string; waitMs: number }) => {
  const { client, db: shared } = setting.store
  const db = client.db(shared.databaseName)
  const store: Store = { client, db }
  const answered: string[] = []
  const command = db.command.bind(db)
  vi.spyOn(db, 'command').mockImplementation(async (given: Document, ...options) => {
    const [name = ''] = Object.keys(given)
    if (name === slow?.command) await delay(slow.waitMs)
    const answer = await command(given, ...options)
    answered.push(`${name} ${given[name]}`)
    return answer
  })
  return { answered, store }
}

const now = new Date('2026-01-01T00:00:00.000Z')

it('tells that a batch is folded once all is read and before anything is written', async () => {
  const { answered, store } = watched()
  const before: string[][] = []
  const onFolded = (): void => void before.push([...answered])
  await applyBatch(store, entries('conv_1', 'conv_2'), { now, timeoutMs: 5_000, onFolded })
  expect(before).toHaveLength(1)
  expect(before[0]).toContain('find conversations')
  expect(before[0]).not.toContain('insert conversations')
  expect(answered).toContain('insert conversations')
})

it('tells that a batch in two lanes is folded once the later one is', async () => {
  const first = watched()
  const second = watched({ command: 'find', waitMs: 200 })
  const before: [first: string[], second: string[]][] = []
  const parts: Parameters<typeof processInLanes>[0] = {
    store: () => first.store,
    secondStore: () => second.store,
    lanesFrom: 2,
    redis: setting.redis,
    publish: async () => undefined,
    deadLetterList: `${setting.stream}:deadletter`,
    settings: quick,
    logger: quietLogger,
    signal: new AbortController().signal,
    onFolded: () => void before.push([[...first.answered], [...second.answered]]),
  }
  const { applied } = await processInLanes(parts, entries('conv_1', 'conv_2'))
  expect(applied).toBe(2)
  expect(before).toHaveLength(1)
  expect(before[0]![1]).toContain('find conversations')
})

it('tells nothing of a batch that was given up while it was folded', async () => {
  const { store } = watched()
  const { evolve } = conversations
  const slow = vi.spyOn(conversations, 'evolve').mockImplementation((...given) => {
    const until = performance.now() + 2
    while (performance.now() < until);
    return evolve(...given)
  })
  const onFolded = vi.fn()
  const many = entries(...Array.from({ length: 400 }, () => 'conv_1'))
  const applying = applyBatch(store, many, { now, timeoutMs: 300, onFolded })
  await expect(applying).rejects.toMatchObject({ name: 'ProcessingTimeout' })
  await expect.poll(() => slow.mock.calls.length, { timeout: 5_000 }).toBe(400)
  await delay(100)
  expect(onFolded).not.toHaveBeenCalled()
})
