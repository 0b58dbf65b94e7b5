import type { ClickHouseClient } from '@clickhouse/client'

import { ExportRefused } from '../errors'
import { rowSchemaVersion } from '../exportedEvent'
import { type ExportPosition, exportPosition } from '../position'
import type { SinkStatus } from '../sink'
import { type ClickhouseTarget, eventsTable, positionTable } from './tables'

/** A row of the table of the position. */
export interface StoredPosition {
  id: 'position'
  sequence: number
  rowSchemaVersion: number
  /** JSON. */
  position: string
  /** Seconds since the epoch. */
  writtenAt: number
}

/**
 * The latest position that ClickHouse holds; nothing where there is none.
 * @throws {ExportRefused} where it was written by another version
 */
export const readPosition = async (
  client: ClickHouseClient,
  target: ClickhouseTarget,
): Promise<{ position: ExportPosition; writtenAt: string } | undefined> => {
  const result = await client.query({
    query: `SELECT toUInt32(rowSchemaVersion) AS rowSchemaVersion, position, toFloat64(writtenAt) AS writtenAt FROM ${positionTable(target)} ORDER BY sequence DESC LIMIT 1`,
    format: 'JSONEachRow',
  })
  const [stored] = await result.json<StoredPosition>()
  if (!stored) return undefined
  const place = `clickhouse:${target.database}.${target.table}`
  if (stored.rowSchemaVersion !== rowSchemaVersion)
    throw new ExportRefused(
      'EXPORT_OF_ANOTHER_VERSION',
      `${place} was written by another version of this program (rows ${stored.rowSchemaVersion}; this one writes ${rowSchemaVersion}). Export to a new table.`,
    )
  const position = exportPosition.safeParse(toJson(stored.position))
  if (!position.success)
    throw new ExportRefused('EXPORT_DAMAGED', `The position of ${place} cannot be read.`)
  return { position: position.data, writtenAt: new Date(stored.writtenAt * 1_000).toISOString() }
}

/** How far an export to ClickHouse is; the tables are not created. */
export const readClickhouseStatus = async (
  client: ClickHouseClient,
  target: ClickhouseTarget,
): Promise<SinkStatus> => {
  const { database, table } = target
  const place = `clickhouse:${database}.${table}`
  const exists = await client.query({
    query:
      'SELECT count() AS tables FROM system.tables WHERE database = {database: String} AND name = {table: String}',
    query_params: { database, table: `${table}_position` },
    format: 'JSONEachRow',
  })
  const [known] = await exists.json<{ tables: number | string }>()
  if (Number(known?.tables ?? 0) === 0) return { place, rows: 0, details: {} }
  const found = await readPosition(client, target)
  const counted = await client.query({
    query: `SELECT count() AS rows FROM ${eventsTable(target)} FINAL`,
    format: 'JSONEachRow',
  })
  const [count] = await counted.json<{ rows: number | string }>()
  return { place, ...found, rows: Number(count?.rows ?? 0), details: {} }
}

const toJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
