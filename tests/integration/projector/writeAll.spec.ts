import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { classifyFailure } from '@/projector/failures'
import { inTransaction, type Store } from '@/projector/store'
import { type Write, writeAll } from '@/projector/writeAll'

import { openStore } from '../../support/engines'

interface Note {
  _id: string
  text?: string | undefined
  at?: Date
  list?: unknown[]
}

let store: Store
let close: () => Promise<void>

beforeAll(async () => {
  ;({ close, store } = await openStore())
})

afterAll(() => close())

const notes = (name: string) => store.db.collection<Note>(name)

/** A collection in which two documents are already. */
const open = async (name: string) => {
  const collection = notes(name)
  await collection.insertMany([{ _id: 'changed', text: 'before' }, { _id: 'replaced' }])
  return collection
}

const write = (name: string, writes: Write<Note>[]): Promise<void> =>
  inTransaction(store, 30_000, (session) => writeAll(notes(name), writes, session))

const thrownBy = async (work: Promise<unknown>): Promise<unknown> => {
  try {
    await work
  } catch (error) {
    return error
  }
  throw new Error('it did not fail')
}

const nested = { deep: { undefined: undefined, 'of time': new Date(5), $ref: 'x' }, words: ['é'] }

const everyKind: Write<Note>[] = [
  { insertOne: { document: { _id: 'new', text: undefined, list: [nested, null, 1.5] } } },
  { insertOne: { document: { _id: 'other', at: new Date(1) } } },
  {
    updateOne: {
      filter: { _id: 'changed' },
      update: { $set: { at: new Date(2), 'list.0': 1 } as never, $unset: { text: '' } },
    },
  },
  { updateOne: { filter: { _id: 'none' }, update: { $set: { text: 'nothing' } } } },
  { replaceOne: { filter: { _id: 'replaced' }, replacement: { text: 'after' } } },
  { replaceOne: { filter: { _id: 'begun' }, replacement: { text: 'begun' }, upsert: true } },
]

describe('writing a batch in a transaction', () => {
  it('leaves what the driver leaves', async () => {
    const expected = await open('by the driver')
    await expected.bulkWrite(everyKind, { ordered: false, ignoreUndefined: true })
    const actual = await open('by hand')
    await write('by hand', everyKind)
    const sorted = { sort: { _id: 1 } } as const
    expect(await actual.find({}, sorted).toArray()).toStrictEqual(
      await expected.find({}, sorted).toArray(),
    )
  })

  it('writes what is too long for one command', async () => {
    const count = 20
    await write(
      'long',
      Array.from({ length: count }, (_, index) => ({
        insertOne: { document: { _id: String(index), text: 'x'.repeat(1_000_000) } },
      })),
    )
    expect(await notes('long').countDocuments({ text: /^x{1000}/ })).toBe(count)
  })

  it('writes nothing where one document is there already, which is a conflict', async () => {
    await open('twice')
    const error = await thrownBy(
      write('twice', [
        { insertOne: { document: { _id: 'first' } } },
        { insertOne: { document: { _id: 'changed' } } },
      ]),
    )
    expect(error).toMatchObject({ name: 'MongoServerError', code: 11_000 })
    expect(classifyFailure(error)).toBe('conflict')
    expect(await notes('twice').findOne({ _id: 'first' })).toBeNull()
  })

  it('meets another writer of the same document as a conflict', async () => {
    const collection = await open('contested')
    const holder = store.client.startSession()
    try {
      holder.startTransaction()
      await collection.updateOne(
        { _id: 'changed' },
        { $set: { text: 'theirs' } },
        { session: holder },
      )
      const error = await thrownBy(
        write('contested', [
          { updateOne: { filter: { _id: 'changed' }, update: { $set: { text: 'ours' } } } },
        ]),
      )
      expect(classifyFailure(error)).toBe('conflict')
    } finally {
      await holder.abortTransaction()
      await holder.endSession()
    }
    expect(await collection.findOne({ _id: 'changed' })).toMatchObject({ text: 'before' })
  })

  it.each([
    { name: 'a document that is too long', text: 'x'.repeat(17 * 1024 * 1024) },
    { name: 'an operator that there is not', text: undefined, update: { $nothing: {} } },
  ])('says that the event is to blame for $name', async ({ text, update }) => {
    const name = `refused ${text?.length}`
    await open(name)
    const refused: Write<Note> = update
      ? { updateOne: { filter: { _id: 'changed' }, update: update as never } }
      : { insertOne: { document: { _id: 'long', text } } }
    const error = await thrownBy(write(name, [refused]))
    expect(classifyFailure(error)).toBe('event')
  })

  it('says so too where the batch is too long for one command', async () => {
    await open('refused long')
    const long = Array.from({ length: 40 }, (_, index) => ({
      updateOne: {
        filter: { _id: 'changed' },
        update: { [index === 0 ? '$nothing' : '$set']: { text: 'x'.repeat(1_000_000) } } as never,
      },
    }))
    const error = await thrownBy(write('refused long', long))
    expect(error).toMatchObject({ name: 'MongoServerError' })
    expect(classifyFailure(error)).toBe('event')
  })

  it('asks nothing for nothing', async () => {
    await write('empty', [])
    expect(await store.db.listCollections({ name: 'empty' }).toArray()).toEqual([])
  })
})
