import { MongoServerError } from 'mongodb'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'

import { findAll } from '@/projector/findAll'
import { inTransaction, type Store } from '@/projector/store'

import { openStore } from '../../support/engines'

interface Note {
  _id: string
  order: number
  at: Date
  text?: string
}

let store: Store
let close: () => Promise<void>

const notes = () => store.db.collection<Note>('notes')

const all: Note[] = Array.from({ length: 250 }, (_, index) => ({
  _id: `note ${String(index).padStart(3, '0')}`,
  order: index,
  at: new Date(1_700_000_000_000 + index),
  text: 'x',
}))

beforeAll(async () => {
  ;({ close, store } = await openStore())
  await notes().insertMany(all)
})

afterEach(() => void vi.restoreAllMocks())
afterAll(() => close())

describe('reading all that a query finds', () => {
  it('reads what one answer holds', async () => {
    const found = await inTransaction(store, 30_000, (session) =>
      findAll(notes(), { filter: { order: { $lt: 2 } }, sort: { _id: 1 } }, session),
    )
    expect(found).toEqual(all.slice(0, 2))
  })

  it('reads on where more is found than was expected', async () => {
    const query = { filter: {}, sort: { order: -1 }, expected: 9 } as const
    const found = await inTransaction(store, 30_000, (session) => findAll(notes(), query, session))
    expect(found).toEqual(all.toReversed())
  })

  it('reads no more than it is asked for, and only these fields', async () => {
    const query = {
      filter: { order: { $gte: 100 } },
      sort: { order: 1 },
      projection: { order: 1 },
      limit: 3,
    } as const
    const session = store.client.startSession()
    try {
      const found = await findAll(notes(), query, session)
      expect(found).toEqual(all.slice(100, 103).map(({ _id, order }) => ({ _id, order })))
    } finally {
      await session.endSession()
    }
  })

  it('finds nothing where nothing is', async () => {
    const found = await inTransaction(store, 30_000, (session) =>
      findAll(store.db.collection('nowhere'), { filter: {} }, session),
    )
    expect(found).toEqual([])
  })

  it('sees what its own transaction wrote', async () => {
    const found = await inTransaction(store, 30_000, async (session) => {
      await notes().updateOne({ order: 0 }, { $set: { text: 'y' } }, { session })
      return findAll(notes(), { filter: { text: 'y' } }, session)
    })
    expect(found).toHaveLength(1)
  })

  it('asks as surely as its collection does, and in a transaction as the transaction does', async () => {
    const asked = vi.spyOn(store.db, 'command')
    const sure = store.db.collection<Note>('notes', { readConcern: { level: 'majority' } })
    const session = store.client.startSession()
    await findAll(sure, { filter: { order: 1 } }, session)
    await session.endSession()
    expect(asked.mock.lastCall?.[0]).toMatchObject({ readConcern: { level: 'majority' } })
    await inTransaction(store, 30_000, (own) => findAll(sure, { filter: { order: 1 } }, own))
    expect(asked.mock.lastCall?.[0]).not.toHaveProperty('readConcern')
  })

  it('fails where the rest of what it found is gone', async () => {
    const { client, db } = store
    const command = db.command.bind(db)
    vi.spyOn(db, 'command').mockImplementationOnce(async (...given) => {
      const answer = await command(...given)
      await client
        .db(db.databaseName)
        .command({ killCursors: 'notes', cursors: [answer.cursor.id] })
      return answer
    })
    const session = client.startSession()
    const reading = findAll(notes(), { filter: {}, expected: 9 }, session)
    await expect(reading).rejects.toMatchObject({ codeName: 'CursorNotFound' })
    await session.endSession()
  })

  it('fails as the database does', async () => {
    const filter = { $where: 'sleep(1000)' }
    const session = store.client.startSession()
    const failing = findAll(notes(), { filter, maxTimeMS: 50 }, session)
    await expect(failing).rejects.toThrow(MongoServerError)
    await expect(failing).rejects.toMatchObject({ code: 50 })
    await session.endSession()
  })
})
