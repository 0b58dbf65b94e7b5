import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'

import { toSortableId } from '@/ledger/streamId'

import type { ExportedEvent } from '../exportedEvent'
import type { Part } from './manifest'
import { type Compression, streamIdOf, toLine } from './partition'

const compress = promisify(gzip)
const decompress = promisify(gunzip)

/** A part and its bytes. */
export interface WholePart {
  part: Part
  content: Buffer
}

/** Dispositions that an entry may leave later. */
export type Unsettled = 'parked' | 'ignored'

/** A new part, or an existing one with rows added: members of gzip may be joined like lines. */
export const appendRows = async (
  name: string,
  existing: WholePart | undefined,
  rows: readonly ExportedEvent[],
  compression: Compression,
): Promise<WholePart> => {
  const lines = await encode(rows.map(toLine).join(''), compression)
  const before = existing?.part
  const ids = rows.map(({ streamId }) => toSortableId(streamId))
  if (before) ids.push(before.first, before.last)
  ids.sort()
  return seal(existing ? Buffer.concat([existing.content, lines]) : lines, {
    name,
    rows: rows.length + (before?.rows ?? 0),
    first: ids[0]!,
    last: ids.at(-1)!,
    parked: countOf(rows, 'parked') + (before?.parked ?? 0),
    ignored: countOf(rows, 'ignored') + (before?.ignored ?? 0),
  })
}

/** A part with some of its rows replaced, by their stream ids. */
export const replaceRows = async (
  whole: WholePart,
  rows: ReadonlyMap<string, ExportedEvent>,
  compression: Compression,
): Promise<WholePart> => {
  const left = { parked: whole.part.parked, ignored: whole.part.ignored }
  const lines = (await readLines(whole)).map((line) => {
    const row = rows.get(streamIdOf(line))
    if (!row) return `${line}\n`
    const disposition = dispositionOf(line)
    if (disposition !== 'applied') left[disposition] -= 1
    return toLine(row)
  })
  const replacing = [...rows.values()]
  return seal(await encode(lines.join(''), compression), {
    ...whole.part,
    parked: left.parked + countOf(replacing, 'parked'),
    ignored: left.ignored + countOf(replacing, 'ignored'),
  })
}

/** Stream ids of a part's rows that may be replaced later. */
export const readUnsettled = async (
  whole: WholePart,
  dispositions: readonly Unsettled[],
): Promise<string[]> =>
  (await readLines(whole))
    .filter((line) => (dispositions as string[]).includes(dispositionOf(line)))
    .map(streamIdOf)

const readLines = async ({ content, part }: WholePart): Promise<string[]> => {
  const text = part.name.endsWith('.gz') ? await decompress(content) : content
  return text.toString('utf8').split('\n').slice(0, -1)
}

const encode = async (text: string, compression: Compression): Promise<Buffer> => {
  const bytes = Buffer.from(text)
  return compression === 'gzip' ? compress(bytes) : bytes
}

const seal = (content: Buffer, part: Omit<Part, 'bytes' | 'sha256'>): WholePart => ({
  content,
  part: {
    ...part,
    bytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
  },
})

const dispositionOf = (line: string): ExportedEvent['disposition'] =>
  (JSON.parse(line) as ExportedEvent).disposition

const countOf = (rows: readonly ExportedEvent[], disposition: string): number =>
  rows.filter((row) => row.disposition === disposition).length
