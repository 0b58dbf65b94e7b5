import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { toExportedEvent } from '@/exporter/exportedEvent'
import { createFilesSink } from '@/exporter/files/filesSink'
import { folderOf, streamIdOf, toLine } from '@/exporter/files/partition'
import type { ExportPosition } from '@/exporter/position'
import { toSortableId } from '@/ledger/streamId'

const begin: ExportPosition = {
  archive: 'a',
  exportId: 'e',
  sequence: 0,
  older: { after: null, isDone: false },
  passages: [],
  generation: 0,
}
const greatest = '18446744073709551615'

const row = (streamId: string, dat = '{}') =>
  toExportedEvent({ _id: toSortableId(streamId), streamId, disposition: 'applied', dat })

let directory: string

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'billie-export-unit-'))
})

afterEach(() => {
  rmSync(directory, { recursive: true, force: true })
})

describe('a line', () => {
  it('holds both numbers of the stream id exactly, however great they are', () => {
    const line = toLine(row(`${greatest}-${greatest}`))
    expect(line).toContain(`"ms":${greatest},"n":${greatest},`)
    expect(streamIdOf(line)).toBe(`${greatest}-${greatest}`)
  })

  it('stays one line whatever an event says', () => {
    const dat = '{"u":"\n\r\u2028\u0000\\"😀"}'
    const line = toLine(row('1-0', dat))
    expect(line.indexOf('\n')).toBe(line.length - 1)
    expect(JSON.parse(line)).toMatchObject({ streamId: '1-0', ms: 1, n: 0, dat, extra: null })
  })

  it('lies in the folder of its UTC day, or in that of no day', () => {
    expect(folderOf({ ms: BigInt(Date.UTC(2024, 1, 29, 23, 59, 59, 999)) })).toBe('day=2024-02-29')
    expect(folderOf({ ms: 0n })).toBe('day=1970-01-01')
    expect(folderOf({ ms: BigInt(Date.UTC(9_999, 11, 31)) })).toBe('day=9999-12-31')
    expect(folderOf({ ms: BigInt(greatest) })).toBe('day=__HIVE_DEFAULT_PARTITION__')
  })
})

describe('a directory of files', () => {
  it('keeps small parts together and leaves large ones alone', async () => {
    const sink = createFilesSink({ directory, compression: 'none' })
    await sink.open(begin)
    const large = 'x'.repeat(3 * 1024 * 1024)
    for (const [index, dat] of ['a', large, large, 'b'].entries())
      await sink.write([row(`1000-${index}`, dat)], { ...begin, sequence: index + 1 })
    await sink.close()
    const folder = path.join(directory, 'day=1970-01-01')
    const rows = readdirSync(folder).map(
      (name) => readFileSync(path.join(folder, name), 'utf8').split('\n').length - 1,
    )
    expect(rows).toEqual([3, 1])
  })

  it('gives back the position of the latest write', async () => {
    const options = { directory, compression: 'gzip' as const }
    const sink = createFilesSink(options)
    expect(await sink.open(begin)).toEqual(begin)
    const position = { ...begin, sequence: 3, passages: [{ writer: 'w', batch: 7 }] }
    await sink.write([row('5-0'), row(`${greatest}-1`)], position)
    await sink.write([row('5-1')], position)
    await sink.close()
    const again = createFilesSink(options)
    expect(await again.open({ ...begin, exportId: 'another' })).toEqual(position)
    await again.close()
    const part = path.join(directory, 'day=1970-01-01/part-00000001.jsonl.gz')
    expect(gunzipSync(readFileSync(part)).toString().split('\n')).toHaveLength(3)
  })
})
