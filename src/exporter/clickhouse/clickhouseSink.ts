import type { ClickHouseClient } from '@clickhouse/client'

import { toSortableId } from '@/ledger/streamId'

import { ExportRefused } from '../errors'
import { type ExportedEvent, rowSchemaVersion } from '../exportedEvent'
import type { ExportPosition } from '../position'
import type { Sink } from '../sink'
import { readPosition, type StoredPosition } from './readPosition'
import {
  type ClickhouseTarget,
  createEvents,
  createPosition,
  eventsTable,
  positionTable,
} from './tables'

const maximumIds = 1_000

/**
 * Exports to ClickHouse. It has no transactions: rows are inserted first and the position after
 * them, so that a crash in between has the same rows come again, under the same stream ids and a
 * greater `exportSequence`; `FINAL`, or a merge, leaves the latest of each. An insert that the
 * client repeats within one write is recognised by its token.
 * @param batchRows the most rows of one insert
 */
export const createClickhouseSink = ({
  batchRows = 10_000,
  client,
  now = () => new Date(),
  target,
}: {
  client: ClickHouseClient
  target: ClickhouseTarget
  batchRows?: number
  now?: () => Date
}): Sink => {
  const place = `clickhouse:${target.database}.${target.table}`

  const writePosition = async (position: ExportPosition): Promise<void> => {
    const row: StoredPosition = {
      id: 'position',
      sequence: position.sequence,
      rowSchemaVersion,
      position: JSON.stringify(position),
      writtenAt: now().getTime() / 1_000,
    }
    await client.insert({
      table: positionTable(target),
      values: [row],
      format: 'JSONEachRow',
      clickhouse_settings: { async_insert: 0, wait_end_of_query: 1 },
    })
  }

  const write = async (rows: readonly ExportedEvent[], position: ExportPosition): Promise<void> => {
    const { exportId, sequence } = position
    for (let index = 0; index < rows.length; index += batchRows)
      await client.insert({
        table: eventsTable(target),
        values: rows.slice(index, index + batchRows).map((row) => ({
          ...row,
          ms: String(row.ms),
          n: String(row.n),
          exportSequence: sequence,
        })),
        format: 'JSONEachRow',
        clickhouse_settings: {
          async_insert: 0,
          wait_end_of_query: 1,
          insert_deduplicate: 1,
          insert_deduplication_token: `${exportId}:${sequence}:${index}`,
        },
      })
    await writePosition(position)
  }

  return {
    place,
    open: async (begin) => {
      await client.command({ query: createEvents(target) })
      await client.command({ query: createPosition(target) })
      const found = await readPosition(client, target)
      if (found) return found.position
      const result = await client.query({
        query: `SELECT count() AS rows FROM ${eventsTable(target)}`,
        format: 'JSONEachRow',
      })
      const [counted] = await result.json<{ rows: string | number }>()
      if (Number(counted?.rows ?? 0) > 0)
        throw new ExportRefused(
          'EXPORT_NOT_EMPTY',
          `${place} holds rows and no position: export to a new table.`,
        )
      await writePosition(begin)
      return begin
    },
    write,
    restate: write,
    ignored: async function* () {
      for (let after = '0-0'; ;) {
        const [ms, n] = after.split('-')
        const result = await client.query({
          query: `SELECT streamId FROM ${eventsTable(target)} FINAL WHERE disposition = 'ignored' AND (ms, n) > ({ms: UInt64}, {n: UInt64}) ORDER BY ms, n LIMIT ${maximumIds}`,
          query_params: { ms, n },
          format: 'JSONEachRow',
        })
        const ids = (await result.json<{ streamId: string }>()).map(({ streamId }) => streamId)
        if (ids.length === 0) return
        after = ids.at(-1)!
        yield ids.map(toSortableId)
      }
    },
    close: () => client.close(),
  }
}
