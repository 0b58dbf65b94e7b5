import type { ExportedEvent } from '../exportedEvent'

/** How the lines of a part are kept. */
export type Compression = 'none' | 'gzip'

/** The name by which readers of partitioned files know "no value": no day is so far away. */
const noDay = '__HIVE_DEFAULT_PARTITION__'
const latestMs = BigInt(Date.UTC(10_000, 0)) - 1n

/** The folder of a row: the day of its stream id, UTC (`day=2024-01-15`). */
export const folderOf = ({ ms }: Pick<ExportedEvent, 'ms'>): string =>
  `day=${ms > latestMs ? noDay : new Date(Number(ms)).toISOString().slice(0, 10)}`

/** A part's name inside the directory. */
export const partName = (folder: string, number: number, compression: Compression): string =>
  `${folder}/part-${String(number).padStart(8, '0')}.jsonl${compression === 'gzip' ? '.gz' : ''}`

/** Whether a path inside the directory is one that `partName` gives. */
export const isPartName = (name: string): boolean =>
  /^day=[^/]+\/part-\d{8,}\.jsonl(\.gz)?$/.test(name)

/** One line of JSON, with the stream id first and both its numbers as digits of any length. */
export const toLine = ({ ms, n, streamId, ...texts }: ExportedEvent): string =>
  `{"streamId":"${streamId}","ms":${ms},"n":${n},${JSON.stringify(texts).slice(1)}\n`

/** The stream id of a line, without reading the rest of it. */
export const streamIdOf = (line: string): string => line.slice(13, line.indexOf('"', 13))
