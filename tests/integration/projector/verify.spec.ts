import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { ensureIndexes } from '@/collections/indexes'
import type { ConversationDocument, ProjectedDocument } from '@/projections/documents'
import { applyBatch, toParsedEntry } from '@/projector/applyBatch'
import type { Store } from '@/projector/store'
import { verify } from '@/projector/verify'
import { toEnvelope } from '@/ledger/entry'
import { generateEvents } from '@/simulator'

import { openStore } from '../../support/engines'

let store: Store
let close: () => Promise<void>

beforeAll(async () => {
  ;({ close, store } = await openStore())
  await ensureIndexes(store.db)
  const entries = generateEvents({ seed: 3, conversations: 20, count: 2_000 }).map(
    (fields, index) =>
      toParsedEntry(`${1_700_000_000_000 + index}-0`, toEnvelope(Object.entries(fields).flat())),
  )
  for (let start = 0; start < entries.length; start += 150)
    await applyBatch(store, entries.slice(start, start + 150), {
      now: new Date(),
      timeoutMs: 30_000,
    })
})

afterAll(() => close())

const documents = (name: string) => store.db.collection<ProjectedDocument>(name)

describe('verifying the read models', () => {
  it('finds nothing where every document is what the ledger says', async () => {
    const { checked, drifts } = await verify(store)
    expect(drifts).toEqual([])
    expect(checked).toBeGreaterThan(60)
  })

  it('names the document, the field and both values of what was altered by hand', async () => {
    const [application] = await documents('applications')
      .find({ loanAmount: { $gt: 0 } } as never)
      .limit(1)
      .toArray()
    const loanAmount = (application as unknown as { loanAmount: number }).loanAmount
    await documents('applications').updateOne(
      { _id: application!._id },
      { $set: { loanAmount: 1 } },
    )
    expect((await verify(store)).drifts).toEqual([
      {
        collection: 'applications',
        id: application!._id,
        differences: [{ path: 'loanAmount', stored: 1, expected: loanAmount }],
      },
    ])
    await documents('applications').updateOne({ _id: application!._id }, { $set: { loanAmount } })
  })

  it('finds a document that is missing and one that no event explains', async () => {
    const conversations = store.db.collection<ConversationDocument>('conversations')
    const lost = (await conversations.findOne())!
    await conversations.deleteOne({ _id: lost._id })
    await conversations.insertOne({ ...lost, _id: 'invented', conversationId: 'invented' })
    const found = (await verify(store)).drifts.map(({ collection, id }) => `${collection} ${id}`)
    expect(found.sort()).toEqual([`conversations ${lost._id}`, 'conversations invented'].sort())
    await conversations.deleteOne({ _id: 'invented' })
    await conversations.insertOne(lost)
    expect((await verify(store)).drifts).toEqual([])
  })

  it('can check a sample only', async () => {
    const { checked, drifts } = await verify(store, { sample: 5 })
    expect(drifts).toEqual([])
    expect(checked).toBeGreaterThanOrEqual(10)
    expect(checked).toBeLessThanOrEqual(25)
  })
})
