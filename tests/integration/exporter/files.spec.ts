import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { exportArchive, type ExportSummary } from '@/exporter/exportArchive'
import { createFilesSink } from '@/exporter/files/filesSink'
import { archiveExportsName } from '@/exporter/witness'
import { toSortableId } from '@/ledger/streamId'
import { toParsedEntry } from '@/projector/applyBatch'
import { rebuildProjections } from '@/projector/rebuild'
import { projectionNames } from '@/projector/rebuild/shadows'
import { retryParked } from '@/projector/retryParked'
import { archiveOf } from '@/projector/store'

import { quietLogger } from '../../support/engines'
import { apply, park, utterance } from '../../support/letters'
import { randomEntries } from '../../support/randomEvents'
import { append, untilCaughtUp } from '../../support/worker'
import { openSetting } from '../projector/setting'
import { expectExact, readManifestFile, readRows } from './readExport'

const setting = openSetting()
let directory: string

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'billie-export-test-'))
})

afterEach(() => {
  rmSync(directory, { recursive: true, force: true })
})

const run = (
  compression: 'none' | 'gzip' = 'none',
  parts: Partial<Parameters<typeof exportArchive>[0]> = {},
): Promise<ExportSummary> =>
  exportArchive({
    store: setting.store,
    sink: createFilesSink({ directory, compression }),
    signal: new AbortController().signal,
    ...parts,
  })

const day = (date: string, n = 0): string => `${Date.parse(date)}-${n}`
const said = (id: string, text = 'hello') => utterance(id, JSON.stringify({ u: text }))

describe('an export to files', () => {
  it('has every entry once, whatever it holds, by the day of its stream id', async () => {
    const { redis, store, stream } = setting
    setting.run({}, { workerId: 'a', batchSize: 30 })
    setting.run({}, { workerId: 'b', batchSize: 30 })
    const [random = []] = fc.sample(randomEntries({ minLength: 600, maxLength: 600 }), {
      numRuns: 1,
      seed: 5,
    })
    await append(
      redis,
      stream,
      random.map(({ fields }) => fields),
    )
    await append(redis, stream, [
      { agt: 'broker', typ: 'user_input', cid: 'c"\\', tsp: 'x', dat: '{"u":"\u2028 \u0000 😀\\n' },
      { agt: 'other', more: 'kept', dat: '' },
    ])
    await untilCaughtUp(redis, stream)
    await apply(store, said(day('2021-03-04T23:59:59.999Z')), said(day('2021-03-05')))
    const { isComplete, rows } = await run()
    expect({ isComplete, rows }).toEqual({ isComplete: true, rows: 604 })
    await expectExact(directory, store)
  })

  it('takes what was committed late under an older stream id, and repeats nothing', async () => {
    const { store } = setting
    await apply(store, said(day('2024-01-15', 5)), said(day('2024-01-16')))
    await run('gzip')
    expect((await run('gzip')).rows).toBe(0)
    await apply(store, said(day('2024-01-15', 2)), said(day('2024-01-14')))
    await apply({ ...store, writer: 'other' }, said(day('2024-01-15', 3)))
    expect((await run('gzip')).rows).toBe(3)
    await expectExact(directory, store)
    // What belongs to the same day lies in the same file while that is small.
    expect(readManifestFile(directory).parts).toHaveLength(3)
  })

  it('begins with what was archived before entries had stamps', async () => {
    const { store } = setting
    await apply(store, said(day('2024-01-15')), said(day('2024-01-16')), said(day('2024-01-17')))
    await archiveOf(store).updateMany({}, { $unset: { writer: '', batch: '' } })
    await apply(store, said(day('2023-01-15')))
    await run()
    await expectExact(directory, store)
    expect((await run()).rows).toBe(0)
  })

  it('replaces the row of a dead letter that was retried, in place', async () => {
    const { store } = setting
    const id = await park(store, said(day('2024-01-15', 1), 'parked'))
    await apply(store, said(day('2024-01-15', 0)), said(day('2024-01-15', 2)))
    await run('gzip')
    expect(readRows(directory).get(day('2024-01-15', 1))).toMatchObject({ disposition: 'parked' })
    const parts = {
      store: () => store,
      publish: async () => undefined,
      settings: { attempts: 1, baseDelayMs: 1, processingTimeoutMs: 30_000 },
      logger: quietLogger,
    }
    expect(await retryParked(parts, id)).toMatchObject({ outcome: 'applied' })
    await apply(store, said(day('2024-01-15', 3)))
    expect((await run('gzip')).rows).toBe(2)
    expect(readRows(directory).get(day('2024-01-15', 1))).toMatchObject({ disposition: 'applied' })
    await expectExact(directory, store)
  })

  it('says of an ignored entry that it counts, once a rebuild made it so', async () => {
    const { store } = setting
    const late = day('2024-01-15', 1)
    await apply(store, said(day('2024-01-15', 0)), said(late), toParsedEntry(day('2024-01-16'), { agt: 'x' })) // prettier-ignore
    // As if the program that archived it had not known its type.
    await archiveOf(store).updateOne(
      { _id: toSortableId(late) },
      { $set: { disposition: 'ignored' }, $unset: { applicationId: '', customerId: '' } },
    )
    await run()
    expect(readRows(directory).get(late)).toMatchObject({ disposition: 'ignored' })
    await rebuildProjections(
      {
        store: () => store,
        publish: async () => undefined,
        resync: async () => undefined,
        logger: quietLogger,
        signal: new AbortController().signal,
      },
      { names: [...projectionNames], startedBy: 'operator', decide: async () => true },
    )
    expect((await run()).rows).toBe(1)
    expect(readRows(directory).get(late)).toMatchObject({ disposition: 'applied' })
    await expectExact(directory, store)
    expect((await run()).rows).toBe(0)
  })

  it('goes on live until it is stopped', async () => {
    const { redis, store, stream } = setting
    setting.run()
    const stopping = new AbortController()
    const following = run('gzip', { followEveryMs: 20, signal: stopping.signal })
    for (let round = 0; round < 5; round++) {
      await append(redis, stream, [
        { agt: 'broker', typ: 'user_input', cid: 'c1', tsp: '2024-01-15', dat: '{"u":"x"}' },
      ])
      await expect.poll(() => readRows(directory).size, { timeout: 20_000 }).toBe(round + 1)
    }
    await untilCaughtUp(redis, stream)
    stopping.abort()
    await following
    await expectExact(directory, store)
  })
})

describe('an export is refused', () => {
  beforeEach(async () => {
    await apply(setting.store, said(day('2024-01-15')))
  })

  it('of another archive into the same directory', async () => {
    await run()
    await setting.store.db
      .collection<{ _id: string }>(archiveExportsName)
      .updateOne({ _id: 'archive' }, { $set: { identity: 'another' } })
    await expect(run()).rejects.toMatchObject({ code: 'FOREIGN_ARCHIVE' })
  })

  it('of an archive that was restored to before the latest write', async () => {
    const witnesses = setting.store.db.collection<{ _id: string }>(archiveExportsName)
    await run()
    const before = await witnesses.find().toArray()
    await apply(setting.store, said(day('2024-01-16')))
    await run()
    await witnesses.deleteMany({})
    await witnesses.insertMany(before)
    await expect(run()).rejects.toMatchObject({ code: 'ARCHIVE_RESTORED' })
  })

  it('of an archive that is restored while the export runs', async () => {
    const witnesses = setting.store.db.collection<{ _id: string }>(archiveExportsName)
    const stopping = new AbortController()
    const following = run('none', { followEveryMs: 20, signal: stopping.signal })
    await expect.poll(() => readRowsSafely(), { timeout: 20_000 }).toBe(1)
    await witnesses.updateMany({ sequence: { $gt: 0 } }, { $set: { sequence: 0 } })
    await apply(setting.store, said(day('2024-01-16')))
    await expect(following).rejects.toMatchObject({ code: 'ARCHIVE_RESTORED' })
    expect(readRows(directory).size).toBe(1)
  })

  it('into a directory of another version, of another format, or without its manifest', async () => {
    await run()
    await expect(run('gzip')).rejects.toMatchObject({ code: 'EXPORT_OF_ANOTHER_FORMAT' })
    const manifest = path.join(directory, '_manifest.json')
    writeFileSync(manifest, JSON.stringify({ ...readManifestFile(directory), version: 2 }))
    await expect(run()).rejects.toMatchObject({ code: 'EXPORT_OF_ANOTHER_VERSION' })
    rmSync(manifest)
    await expect(run()).rejects.toMatchObject({ code: 'EXPORT_NOT_EMPTY' })
  })

  it('into a directory whose parts were altered', async () => {
    await run()
    const { name } = readManifestFile(directory).parts[0]
    appendFileSync(path.join(directory, name), '{}\n')
    await expect(run()).rejects.toMatchObject({ code: 'EXPORT_DAMAGED' })
  })

  it('into a directory in which another process writes, but not where that has ended', async () => {
    mkdirSync(directory, { recursive: true })
    const lock = path.join(directory, '_lock')
    writeFileSync(lock, JSON.stringify({ token: 't', host: 'elsewhere', pid: 1 }))
    await expect(run()).rejects.toMatchObject({ code: 'EXPORT_IN_USE' })
    const stopping = new AbortController()
    rmSync(lock)
    const following = run('none', { followEveryMs: 20, signal: stopping.signal })
    await expect.poll(() => readRowsSafely(), { timeout: 20_000 }).toBe(1)
    await expect(run()).rejects.toMatchObject({ code: 'EXPORT_IN_USE' })
    stopping.abort()
    await following
    expect((await run()).rows).toBe(0)
  })
})

const readRowsSafely = (): number => {
  try {
    return readManifestFile(directory).rows
  } catch {
    return 0
  }
}
