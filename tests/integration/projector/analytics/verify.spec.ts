import { beforeEach, describe, expect, it } from 'vitest'

import { verify, verifyDocument } from '@/projector/verify'
import type { Store } from '@/projector/store'

import { generateEntries, openAnalyticsStore, project, projectAndCount, takeOver } from './setting'

const timeZone = 'Australia/Sydney'
const entries = generateEntries({ seed: 3, conversations: 10, count: 500 })

const setting = openAnalyticsStore((opened) =>
  projectAndCount(opened, entries.slice(0, 400), timeZone),
)
let store: Store

beforeEach(() => {
  ;({ store } = setting)
})

const documents = (name: string) => store.db.collection<{ _id: string }>(name)

describe('verifying the analytics', () => {
  it('counts first what nobody has counted yet, and finds nothing', async () => {
    await project(store, entries.slice(400))
    expect((await verify(store)).drifts).toEqual([])
    expect((await verify(store, { sample: 4 })).drifts).toEqual([])
  })

  it.each([
    ['conversation-stats', 'customerMessages'],
    ['application-stats', 'begunAt'],
    ['daily-metrics', 'conversationsStarted'],
  ])('names a field of %s that was altered by hand, and both values', async (name, field) => {
    const altered = (await documents(name).findOne({ [field]: { $exists: true } } as never))!
    await documents(name).updateOne({ _id: altered._id }, { $set: { [field]: 12_345 } } as never)
    const { drifts } = await verify(store)
    const expected = (altered as unknown as Record<string, unknown>)[field]
    expect(drifts).toContainEqual({
      collection: name,
      id: altered._id,
      differences: [{ path: field, stored: 12_345, expected }],
    })
    expect(await verifyDocument(store, { collection: name, id: altered._id })).toEqual(
      drifts.find(({ collection }) => collection === name),
    )
  })

  it('names what is missing and what no event explains', async () => {
    const lost = (await documents('conversation-stats').findOne())!
    await documents('conversation-stats').deleteOne({ _id: lost._id })
    await documents('application-stats').insertOne({ _id: 'invented' })
    await documents('daily-metrics').insertOne({ _id: '1999-12-31' })
    const found = (await verify(store)).drifts.map(({ collection, id }) => `${collection} ${id}`)
    expect(found).toEqual(
      expect.arrayContaining([
        `conversation-stats ${lost._id}`,
        'application-stats invented',
        'daily-metrics 1999-12-31',
      ]),
    )
  })

  it('takes what only lags behind the ledger for no drift', async () => {
    const lease = await takeOver(store, timeZone)
    await project(store, entries.slice(400))
    for (const { fields } of entries.slice(400)) {
      const { aid, cid } = fields as { aid?: string; cid?: string }
      if (cid)
        expect(await verifyDocument(store, { collection: 'conversation-stats', id: cid })).toBe(
          undefined,
        )
      if (aid)
        expect(await verifyDocument(store, { collection: 'application-stats', id: aid })).toBe(
          undefined,
        )
    }
    await lease.release()
  })
})
