import { type ClickHouseClient, createClient } from '@clickhouse/client'

import { env } from '@/config/env'
import { createClickhouseSink } from '@/exporter/clickhouse/clickhouseSink'
import { readClickhouseStatus } from '@/exporter/clickhouse/readPosition'
import type { ClickhouseTarget } from '@/exporter/clickhouse/tables'
import { createFilesSink } from '@/exporter/files/filesSink'
import { readFilesStatus } from '@/exporter/files/readStatus'
import type { Sink, SinkStatus } from '@/exporter/sink'

import { CommandFailure } from '../run'

/** Where an export goes, as it was asked for. */
export interface SinkOptions {
  to?: 'files' | 'clickhouse'
  dir?: string
  format: 'jsonl' | 'jsonl.gz'
}

/** @throws {CommandFailure} where something is missing */
export const toSink = (options: SinkOptions): Sink => {
  if (toKind(options) === 'files')
    return createFilesSink({
      directory: toDirectory(options),
      compression: options.format === 'jsonl.gz' ? 'gzip' : 'none',
    })
  const { client, target } = toClickhouse()
  return createClickhouseSink({ client, target })
}

/** How far a sink is; nothing is written there. */
export const readStatus = async (options: SinkOptions): Promise<SinkStatus> => {
  if (toKind(options) === 'files') return readFilesStatus(toDirectory(options))
  const { client, target } = toClickhouse()
  try {
    return await readClickhouseStatus(client, target)
  } finally {
    await client.close()
  }
}

const toKind = ({ to }: SinkOptions): 'files' | 'clickhouse' => {
  if (to !== undefined) return to
  throw new CommandFailure('Where to? Say --to files or --to clickhouse.', 'INVALID_ARGUMENT')
}

const toDirectory = ({ dir }: SinkOptions): string => {
  if (dir !== undefined) return dir
  throw new CommandFailure('Into which directory? Say --dir DIR.', 'INVALID_ARGUMENT')
}

/** An insert of some thousand rows may take a while where the server is busy. */
const requestTimeoutMs = 60_000

const toClickhouse = (): { client: ClickHouseClient; target: ClickhouseTarget } => {
  const {
    EXPORT_CLICKHOUSE_DATABASE: database,
    EXPORT_CLICKHOUSE_PASSWORD: password,
    EXPORT_CLICKHOUSE_TABLE: table,
    EXPORT_CLICKHOUSE_URL: url,
    EXPORT_CLICKHOUSE_USER: username,
  } = env()
  if (url === undefined)
    throw new CommandFailure(
      'EXPORT_CLICKHOUSE_URL is not set: the address of a ClickHouse server (http://host:8123).',
      'INVALID_ARGUMENT',
    )
  const client = createClient({
    url,
    username,
    password,
    request_timeout: requestTimeoutMs,
    application: 'billie-export',
  })
  return { client, target: { database, table } }
}
