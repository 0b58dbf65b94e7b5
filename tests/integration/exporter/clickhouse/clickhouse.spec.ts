import { type ClickHouseClient, createClient } from '@clickhouse/client'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { createClickhouseSink } from '@/exporter/clickhouse/clickhouseSink'
import { readClickhouseStatus } from '@/exporter/clickhouse/readPosition'
import { eventsTable } from '@/exporter/clickhouse/tables'
import { exportArchive, type ExportSummary } from '@/exporter/exportArchive'
import { archiveExportsName } from '@/exporter/witness'
import { fromSortableId, toSortableId } from '@/ledger/streamId'
import { toParsedEntry } from '@/projector/applyBatch'
import { rebuildProjections } from '@/projector/rebuild'
import { projectionNames } from '@/projector/rebuild/shadows'
import { retryParked } from '@/projector/retryParked'
import { archiveOf } from '@/projector/store'

import { quietLogger } from '../../../support/engines'
import { apply, park, utterance } from '../../../support/letters'
import { openSetting } from '../../projector/setting'
import { absent } from '../readExport'
import { clickhouseServers } from './servers'

describe.each(clickhouseServers)('an export to $name', (server) => {
  const setting = openSetting()
  let opened: { url: string; close: () => void }
  let client: ClickHouseClient
  let target: { database: string; table: string }
  let count = 0

  beforeAll(async () => {
    opened = await server.open()
  })

  beforeEach(() => {
    client = createClient({ url: opened.url })
    target = { database: 'default', table: `ledger_events_${++count}` }
  })

  afterAll(() => opened.close())

  const run = (over = createClient({ url: opened.url })): Promise<ExportSummary> =>
    exportArchive({
      store: setting.store,
      sink: createClickhouseSink({ client: over, target, batchRows: 3 }),
      signal: new AbortController().signal,
    })

  const said = (id: string, text = 'hello') => utterance(id, JSON.stringify({ u: text }))

  const expectExact = async (): Promise<void> => {
    const result = await client.query({
      query: `SELECT * FROM ${eventsTable(target)} FINAL ORDER BY ms, n`,
      format: 'JSONEachRow',
      clickhouse_settings: { output_format_json_quote_64bit_integers: 1 },
    })
    const rows = (await result.json<Record<string, unknown>>()).map(
      ({ exportSequence: _s, ms, n, ...row }) => ({ ...row, ms: String(ms), n: String(n) }),
    )
    const archived = await archiveOf(setting.store)
      .find({}, { sort: { _id: 1 } })
      .toArray()
    expect(rows).toEqual(
      archived.map(({ _id, batch: _b, extra, writer: _w, ...entry }) => {
        const streamId = fromSortableId(_id)
        const [ms, n] = streamId.split('-')
        return { ...absent, ...entry, streamId, ms, n, extra: extra ? JSON.stringify(extra) : null }
      }),
    )
  }

  it('has every entry once, with those that come late, and goes on where it was', async () => {
    const { store } = setting
    await apply(
      store,
      ...Array.from({ length: 7 }, (_, index) => said(`1700000000000-${index}`, `"'\\\n${index}`)),
      toParsedEntry('18446744073709551615-18446744073709551615', { agt: 'x', extra: ['a', 'b'] }),
    )
    expect(await run()).toMatchObject({ rows: 8, isComplete: true })
    await expectExact()
    await apply({ ...store, writer: 'other' }, said('1600000000000-0'))
    expect((await run()).rows).toBe(1)
    expect((await run()).rows).toBe(0)
    await expectExact()
    expect(await readClickhouseStatus(client, target)).toMatchObject({
      place: `clickhouse:default.${target.table}`,
      rows: 9,
      position: { sequence: 3 },
    })
  })

  it('that dies between the rows and the position has each of them once all the same', async () => {
    const { store } = setting
    await apply(store, ...Array.from({ length: 5 }, (_, index) => said(`1700000000000-${index}`)))
    await run()
    await apply(store, ...Array.from({ length: 5 }, (_, index) => said(`1700000000001-${index}`)))
    // Five rows are two inserts; the third one is the position's.
    for (const lastInsert of [1, 2]) {
      let inserts = 0
      const dying = createClient({ url: opened.url })
      const insert = dying.insert.bind(dying)
      dying.insert = async (parameters) => {
        if (++inserts > lastInsert) throw new Error('died')
        return insert(parameters)
      }
      await expect(run(dying)).rejects.toThrow('died')
    }
    await apply(store, said('1700000000002-0'))
    expect((await run()).rows).toBe(6)
    await expectExact()
  })

  it('replaces what a retry or a rebuild made count', async () => {
    const { store } = setting
    const letter = await park(store, said('1700000000000-1', 'parked'))
    await apply(store, said('1700000000000-2'), said('1700000000000-3'))
    await archiveOf(store).updateOne(
      { _id: toSortableId('1700000000000-2') },
      { $set: { disposition: 'ignored' } },
    )
    await run()
    await expectExact()
    const parts = {
      store: () => store,
      publish: async () => undefined,
      resync: async () => undefined,
      settings: { attempts: 1, baseDelayMs: 1, processingTimeoutMs: 30_000 },
      logger: quietLogger,
      signal: new AbortController().signal,
    }
    await retryParked(parts, letter)
    await rebuildProjections(parts, {
      names: [...projectionNames],
      startedBy: 'operator',
      decide: async () => true,
    })
    expect((await run()).rows).toBe(2)
    await expectExact()
    expect(await archiveOf(store).countDocuments({ disposition: 'applied' })).toBe(3)
  })

  it('is refused into the table of another archive', async () => {
    await apply(setting.store, said('1700000000000-1'))
    await run()
    await setting.store.db
      .collection<{ _id: string }>(archiveExportsName)
      .updateOne({ _id: 'archive' }, { $set: { identity: 'another' } })
    await expect(run()).rejects.toMatchObject({ code: 'FOREIGN_ARCHIVE' })
  })
})
