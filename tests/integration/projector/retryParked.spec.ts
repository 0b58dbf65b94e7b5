import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { ensureIndexes } from '@/collections/indexes'
import { toSortableId } from '@/ledger/streamId'
import type { ConversationDocument } from '@/projections/documents'
import { applyBatch, parkEntry, type ParsedEntry, toParsedEntry } from '@/projector/applyBatch'
import { retryParked } from '@/projector/retryParked'
import { archiveOf, deadLettersOf, type Store } from '@/projector/store'
import { verify } from '@/projector/verify'
import type { ChangeFrame } from '@/realtime/frames'

import { openStore, quietLogger } from '../../support/engines'

let store: Store
let close: () => Promise<void>
let frames: ChangeFrame[]

beforeAll(async () => {
  ;({ close, store } = await openStore())
})

afterAll(() => close())

beforeEach(async () => {
  frames = []
  await store.db.dropDatabase()
  await ensureIndexes(store.db)
})

const entry = (id: string, dat: string): ParsedEntry =>
  toParsedEntry(id, {
    agt: 'broker',
    typ: 'user_input',
    cid: 'c1',
    tsp: '2024-01-15T10:00:00Z',
    dat,
  })

/** Parks an entry as if an earlier version of the code had failed on it. */
const park = (parsed: ParsedEntry) =>
  parkEntry(
    store,
    parsed,
    { code: 'PROJECTION_FAILED', reason: 'a bug', attempts: 3, now: new Date() },
    30_000,
  )

const apply = (...entries: ParsedEntry[]) =>
  applyBatch(store, entries, { now: new Date(), timeoutMs: 30_000 })

const parts = () => ({
  store: () => store,
  publish: async (published: ChangeFrame[]) => void frames.push(...published),
  logger: quietLogger,
  settings: { attempts: 3, baseDelayMs: 1, processingTimeoutMs: 30_000 },
})

const conversation = () =>
  store.db.collection<ConversationDocument>('conversations').findOne({ _id: 'c1' })

describe('retrying a parked entry', () => {
  it('applies it as if it had never been parked, although later ones came, and tells the screens', async () => {
    await apply(entry('1-0', '{"u":"first"}'))
    await park(entry('2-0', '{"u":"second"}'))
    await apply(entry('3-0', '{"u":"third"}'))
    const { outcome } = await retryParked(parts(), toSortableId('2-0'))
    expect(outcome).toBe('applied')
    expect(await conversation()).toMatchObject({
      utteranceCount: 3,
      lastUtterance: { utterance: 'third' },
    })
    expect(frames.map(({ collection }) => collection)).toEqual(['conversations', 'utterances'])
    expect(await deadLettersOf(store).findOne()).toMatchObject({ status: 'retried' })
    expect((await verify(store)).drifts).toEqual([])
  })

  it.each([
    ['fails', async () => Promise.reject(new Error('cannot be told'))],
    ['is not answered', () => new Promise(() => undefined)],
  ])('counts although the telling %s, and makes the screens load again', async (_, publish) => {
    await park(entry('2-0', '{"u":"second"}'))
    let resyncs = 0
    const settings = { ...parts().settings, processingTimeoutMs: 2_000 }
    const resync = async () => void (resyncs += 1)
    const retried = retryParked({ ...parts(), settings, publish, resync }, toSortableId('2-0'))
    expect(await retried).toMatchObject({ outcome: 'applied' })
    expect(await conversation()).toMatchObject({ utteranceCount: 1 })
    expect(resyncs).toBe(1)
  })

  it('counts although the screens can be told nothing at all', async () => {
    await park(entry('2-0', '{"u":"second"}'))
    const fail = async () => Promise.reject(new Error('cannot be told'))
    const retried = retryParked({ ...parts(), publish: fail, resync: fail }, toSortableId('2-0'))
    expect(await retried).toMatchObject({ outcome: 'applied' })
  })

  it('counts it once, however often it is retried', async () => {
    await park(entry('2-0', '{"u":"second"}'))
    await retryParked(parts(), toSortableId('2-0'))
    expect(await retryParked(parts(), toSortableId('2-0'))).toMatchObject({ outcome: 'not-parked' })
    expect(await conversation()).toMatchObject({ utteranceCount: 1, version: 1 })
  })

  it('shows in a dry run what would change, and changes nothing', async () => {
    await apply(entry('1-0', '{"u":"first"}'))
    await park(entry('2-0', '{"u":"second"}'))
    const dry = await retryParked(parts(), toSortableId('2-0'), { isDryRun: true })
    expect(dry).toMatchObject({
      outcome: 'applied',
      changes: [
        {
          collection: 'conversations',
          id: 'c1',
          differences: expect.arrayContaining([{ path: 'utteranceCount', stored: 1, expected: 2 }]),
        },
        {
          collection: 'customer-conversations',
          id: 'c1',
          differences: expect.arrayContaining([{ path: 'messageCount', stored: 1, expected: 2 }]),
        },
      ],
    })
    expect(await conversation()).toMatchObject({ utteranceCount: 1 })
    expect(await archiveOf(store).countDocuments({ disposition: 'parked' })).toBe(1)
    expect(frames).toEqual([])
  })

  it('says why an entry is refused again', async () => {
    await apply(entry('2-0', 'not json'))
    expect(await retryParked(parts(), toSortableId('2-0'))).toMatchObject({
      outcome: 'refused',
      code: 'INVALID_EVENT',
      path: 'dat',
    })
    expect(await deadLettersOf(store).findOne()).toMatchObject({ status: 'parked' })
  })
})
