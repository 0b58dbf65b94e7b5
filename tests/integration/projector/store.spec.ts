import { setTimeout as delay } from 'node:timers/promises'

import { afterAll, beforeAll, expect, it } from 'vitest'

import { inTransaction, ProcessingTimeout, type Store } from '@/projector/store'

import { openStore } from '../../support/engines'

let store: Store
let close: () => Promise<void>

beforeAll(async () => {
  ;({ close, store } = await openStore())
  await store.db.createCollection('late')
})

afterAll(() => close())

it('never commits what ran out of time, whenever it goes on', async () => {
  const late = store.db.collection<{ _id: string }>('late')
  let hasGoneOn: Promise<void> | undefined
  const timedOut = inTransaction(store, 100, async (session) => {
    hasGoneOn = delay(400).then(async () => {
      await late.insertOne({ _id: 'late' }, { session })
    })
    await hasGoneOn
  })
  await expect(timedOut).rejects.toThrow(ProcessingTimeout)
  await expect(hasGoneOn).rejects.toThrow()
  await delay(300)
  expect(await late.findOne({ _id: 'late' })).toBeNull()
})
