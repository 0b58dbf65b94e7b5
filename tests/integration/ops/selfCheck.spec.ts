import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { ensureIndexes } from '@/collections/indexes'
import { toEnvelope } from '@/ledger/entry'
import { type AuditEvent, auditOf } from '@/ops/audit'
import { knownDriftsOf } from '@/ops/selfCheck/drifts'
import type { Load } from '@/ops/selfCheck/pace'
import { createSelfCheck, type SelfCheck } from '@/ops/selfCheck/selfCheck'
import type { ProjectedDocument } from '@/projections/documents'
import { applyBatch, toParsedEntry } from '@/projector/applyBatch'
import { masterOf } from '@/projector/gateMaster'
import { archiveOf, type Store } from '@/projector/store'
import { generateEvents } from '@/simulator'

import { openStore } from '../../support/engines'

let store: Store
let close: () => Promise<void>
let log: { level: string; details: object; message: string }[]
let load: Load

const quiet: Load = { mongoLatencyMs: 1, lagEvents: 0, utilization: 0 }
const documents = (name: string) => store.db.collection<ProjectedDocument>(name)

/** A small ledger: some conversations with their applications and customers. */
beforeAll(async () => {
  ;({ close, store } = await openStore())
  await ensureIndexes(store.db)
  const entries = generateEvents({ seed: 5, conversations: 12, count: 600 }).map((fields, index) =>
    toParsedEntry(`${1_700_000_000_000 + index}-0`, toEnvelope(Object.entries(fields).flat())),
  )
  for (let start = 0; start < entries.length; start += 150)
    await applyBatch(store, entries.slice(start, start + 150), {
      now: new Date(),
      timeoutMs: 30_000,
    })
})

beforeEach(async () => {
  log = []
  load = quiet
  for (const name of ['self-check', 'self-check-drifts', 'audit-events'])
    await store.db.collection(name).deleteMany({})
})

afterAll(() => close())

const create = (holder = 'one', now = () => new Date()): SelfCheck => {
  const at = (level: string) => (details: object, message: string) =>
    void log.push({ level, details, message })
  return createSelfCheck({
    store: () => store,
    holder,
    // A hundredth of this is the time of one turn: enough for a few documents.
    intervalMs: 2_000,
    load: async () => load,
    logger: { info: at('info'), warn: at('warn'), error: at('error') },
    now,
  })
}

/** Takes turns until the walk has been through all documents once more. */
const round = async (selfCheck: SelfCheck): Promise<number> => {
  const ends = async () =>
    (await store.db.collection('self-check').findOne({}))?.roundEndedAt?.getTime() ?? 0
  const before = await ends()
  for (let turns = 1; turns <= 500; turns++) {
    expect(await selfCheck.turn()).toBe('checked')
    if ((await ends()) > before) return turns
  }
  throw new Error('the walk never came round')
}

const trail = (): Promise<AuditEvent[]> =>
  auditOf(store.db)
    .find({}, { sort: { at: 1 } })
    .toArray()

const alter = async (): Promise<{ _id: string; undo: () => Promise<unknown> }> => {
  const before = (await documents('applications').findOne({ loanAmount: { $gt: 0 } } as never))!
  const { _id } = before
  await documents('applications').updateOne({ _id }, { $set: { loanAmount: 1 } })
  return { _id, undo: () => documents('applications').replaceOne({ _id }, before) }
}

describe('the self-check', () => {
  it('reaches every document, and finds nothing where all is right', async () => {
    const selfCheck = create()
    await round(selfCheck)
    const stored = await Promise.all(
      ['conversations', 'applications', 'customers'].map((name) =>
        documents(name).countDocuments(),
      ),
    )
    const { drifted, failed, right } = selfCheck.checked()
    expect({ drifted, failed }).toEqual({ drifted: 0, failed: 0 })
    expect(right).toBeGreaterThanOrEqual(stored.reduce((sum, count) => sum + count))
    expect(await trail()).toEqual([])
    expect(log).toEqual([])
  })

  it('tells of a drift once, with both values, as long as it stays the same', async () => {
    const { _id, undo } = await alter()
    const selfCheck = create()
    await round(selfCheck)
    await round(selfCheck)
    await undo()
    const [entry, ...others] = await trail()
    expect(others).toEqual([])
    expect(entry).toMatchObject({
      actor: 'self-check',
      action: 'verification.drifted',
      subject: `applications/${_id}`,
      details: { count: 1, differences: [{ path: 'loanAmount', stored: '1' }] },
    })
    expect(log.filter(({ level }) => level === 'error')).toHaveLength(1)
    expect(log[0]!.details).toEqual({ collection: 'applications', fields: ['loanAmount'] })
    expect(await knownDriftsOf(store.db).countDocuments()).toBe(1)
  })

  it('says that a drift is gone at the very next turn', async () => {
    const { _id, undo } = await alter()
    const selfCheck = create()
    await round(selfCheck)
    await undo()
    await selfCheck.turn()
    expect(await knownDriftsOf(store.db).countDocuments()).toBe(0)
    const told = (await trail()).map(({ action, subject }) => `${action} ${subject}`)
    expect(told).toEqual([
      `verification.drifted applications/${_id}`,
      `verification.settled applications/${_id}`,
    ])
  })

  it('tells again when another field drifts too, and when the values go on changing for an hour', async () => {
    let now = new Date('2026-01-01T00:00:00Z')
    const { _id, undo } = await alter()
    const set = (fields: object) =>
      documents('applications').updateOne({ _id }, { $set: fields as never })
    const selfCheck = create('one', () => now)
    await round(selfCheck)
    const tellings = () => auditOf(store.db).countDocuments({ action: 'verification.drifted' })
    await set({ loanAmount: 2 })
    await selfCheck.turn()
    expect(await tellings()).toBe(1)
    now = new Date('2026-01-01T01:00:01Z')
    await selfCheck.turn()
    expect(await tellings()).toBe(1)
    await set({ loanAmount: 3 })
    await selfCheck.turn()
    expect(await tellings()).toBe(2)
    await set({ version: 999 })
    await selfCheck.turn()
    expect(await tellings()).toBe(3)
    await undo()
  })

  it('finds a document that is missing and one that no event explains', async () => {
    const lost = (await documents('conversations').findOne())!
    await documents('conversations').deleteOne({ _id: lost._id })
    await documents('customers').insertOne({ _id: 'invented' } as never)
    await round(create())
    await documents('conversations').insertOne(lost)
    await documents('customers').deleteOne({ _id: 'invented' })
    expect((await trail()).map(({ subject }) => subject).sort()).toEqual(
      [`conversations/${lost._id}`, 'customers/invented'].sort(),
    )
  })

  it('quotes no more than it must of a document', async () => {
    const { _id } = (await documents('conversations').findOne())!
    const facts = Array.from({ length: 50 }, (_, index) => ({
      id: `${index}`,
      fact: 'x'.repeat(999),
    }))
    const before = (await documents('conversations').findOne({ _id }))!
    await documents('conversations').updateOne({ _id }, { $set: { facts } as never })
    await round(create())
    await documents('conversations').replaceOne({ _id }, before)
    const [entry] = await trail()
    expect(entry!.details!.count).toBeGreaterThanOrEqual(50)
    expect(entry!.details!.differences).toHaveLength(20)
    expect(JSON.stringify(entry!.details).length).toBeLessThan(20 * 700)
  })

  it('goes on past a document that cannot be folded', async () => {
    const { _id, streamId } = (await archiveOf(store).findOne({ typ: 'user_input' }))!
    await archiveOf(store).updateOne({ _id }, { $unset: { streamId: '' } })
    const selfCheck = create()
    await round(selfCheck)
    await archiveOf(store).updateOne({ _id }, { $set: { streamId } })
    const { failed, right } = selfCheck.checked()
    expect(failed).toBeGreaterThan(0)
    expect(right).toBeGreaterThan(20)
    expect(log.map(({ message }) => message)).toContain('a document could not be checked')
  })

  it('is done by one instance at a time; another goes on where the first let go', async () => {
    const one = create('one')
    const other = create('other')
    expect(await one.turn()).toBe('checked')
    const { place } = (await store.db.collection('self-check').findOne({}))!
    expect(place).not.toEqual({ lane: 0, after: '' })
    expect(await other.turn()).toBe('elsewhere')
    await store.db
      .collection('self-check')
      .updateOne({}, { $set: { heldUntil: new Date(Date.now() - 1) } })
    expect(await other.turn()).toBe('checked')
    expect(await one.turn()).toBe('elsewhere')
    const after = (await store.db.collection('self-check').findOne({}))!.place
    expect([after.lane, after.after] > [place.lane, place.after]).toBe(true)
  })

  it('checks nothing while MongoDB is away or slow, or events wait', async () => {
    const selfCheck = create()
    for (const busy of [
      { lagEvents: 0, utilization: 0 },
      { ...quiet, mongoLatencyMs: 500 },
      { ...quiet, lagEvents: 5_000 },
      { ...quiet, utilization: 0.95 },
      { mongoLatencyMs: 1, utilization: 0 },
    ]) {
      load = busy
      expect(await selfCheck.turn()).toBe('busy')
    }
    expect(selfCheck.checked()).toEqual({ right: 0, drifted: 0, failed: 0 })
  })

  it('does not starve under load that never ends, but leaves an engine alone that is away', async () => {
    const selfCheck = create()
    load = { ...quiet, lagEvents: 5_000 }
    const turns = []
    for (let count = 0; count < 32; count++) turns.push(await selfCheck.turn())
    expect(turns.filter((turn) => turn === 'checked')).toHaveLength(1)
    load = { lagEvents: 0, utilization: 0 }
    for (let count = 0; count < 40; count++) expect(await selfCheck.turn()).toBe('busy')
  })

  it('calls no document drifted that another version of the program made', async () => {
    await masterOf(store).updateOne(
      { _id: '*' },
      {
        $set: {
          versions: { conversations: 99, applications: 1, customers: 1 },
          isClosed: false,
          epoch: 1,
        },
      },
      { upsert: true },
    )
    const { undo } = await alter()
    const selfCheck = create()
    expect(await selfCheck.turn()).toBe('incomparable')
    await undo()
    await masterOf(store).deleteOne({ _id: '*' })
    expect(await knownDriftsOf(store.db).countDocuments()).toBe(0)
  })

  it('starts, takes turns by itself, and stops at once', async () => {
    const selfCheck = create()
    selfCheck.start()
    await expect.poll(() => selfCheck.checked().right, { timeout: 10_000 }).toBeGreaterThan(0)
    const startedAtMs = performance.now()
    await selfCheck.stop()
    expect(performance.now() - startedAtMs).toBeLessThan(700)
    const other = create('other')
    expect(await other.turn()).toBe('checked')
  })
})
