import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'

import { closeGates, openGates } from '@/projector/gateControl'
import { gatesName, gatesOf, masterOf, readMaster } from '@/projector/gateMaster'
import { inGatedTransaction } from '@/projector/gates'
import type { Store } from '@/projector/store'

import { openStore } from '../../support/engines'

let store: Store
let close: () => Promise<void>

beforeAll(async () => {
  const opened = await openStore()
  store = { ...opened.store, writer: 'a worker' }
  close = opened.close
})

afterAll(() => close())

beforeEach(() => store.db.collection(gatesName).deleteMany({}))

const pass = () => inGatedTransaction(store, 5_000, async (_session, stamp) => stamp)

it('numbers the passages of a writer', async () => {
  expect([await pass(), await pass()]).toEqual([
    { writer: 'a worker', batch: 1 },
    { writer: 'a worker', batch: 2 },
  ])
})

it('turns everybody away while gates are closed, those that come new too, and lets them pass again', async () => {
  await pass()
  const epoch = await closeGates(store, 10_000)
  await expect(pass()).rejects.toMatchObject({ code: 'GATE_CLOSED' })
  store.writer = 'another worker'
  await expect(pass()).rejects.toMatchObject({ code: 'GATE_CLOSED' })
  expect(await openGates(store, epoch, (await readMaster(store)).versions)).toBe(true)
  expect(await pass()).toEqual({ writer: 'another worker', batch: 1 })
  store.writer = 'a worker'
  expect(await pass()).toEqual({ writer: 'a worker', batch: 2 })
})

it('opens by itself when whoever closed it died', async () => {
  await pass()
  await closeGates(store, 3_000)
  await expect
    .poll(() => pass().catch(() => undefined), { timeout: 10_000 })
    .toMatchObject({ batch: 2 })
  expect((await readMaster(store)).isClosed).toBe(false)
})

it('follows the master where whoever opened it died before it opened the others', async () => {
  await pass()
  const epoch = await closeGates(store, 3_000)
  await masterOf(store).updateOne(
    { _id: '*' },
    { $set: { isClosed: false, epoch: epoch + 1 }, $unset: { closedUntil: '' } },
  )
  await expect
    .poll(() => pass().catch(() => undefined), { timeout: 10_000 })
    .toMatchObject({ batch: 2 })
  expect(await gatesOf(store).countDocuments({ isClosed: true })).toBe(0)
})

it('turns a program away whose projections are not the live ones', async () => {
  await pass()
  await gatesOf(store).updateMany({}, { $set: { 'versions.customers': 99 } })
  await expect(pass()).rejects.toMatchObject({ code: 'VERSION_RETIRED', projection: 'customers' })
})
