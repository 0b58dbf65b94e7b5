import { toSortableId } from '@/ledger/streamId'

import type { ExportedEvent } from '../exportedEvent'
import type { Part } from './manifest'
import { readUnsettled, type Unsettled, type WholePart } from './parts'
import { folderOf } from './partition'

/** Rows by where they go. */
export interface SortedRows {
  /** By the name of the part that holds them already, and their stream ids. */
  replacing: Map<string, Map<string, ExportedEvent>>
  /** By the folder of their day. */
  fresh: Map<string, ExportedEvent[]>
}

/**
 * Tells rows that a part holds already from new ones. Only a row that may have been left in one of
 * the given dispositions can be there already, so that few parts have to be read.
 */
export const sortRows = async (
  rows: readonly ExportedEvent[],
  parts: readonly Part[],
  read: (part: Part) => Promise<WholePart>,
  unsettled: readonly Unsettled[],
): Promise<SortedRows> => {
  const sorted: SortedRows = { replacing: new Map(), fresh: new Map() }
  const left = new Map(rows.map((row) => [row.streamId, row]))
  const folders = new Set(rows.map(folderOf))
  const ids = rows.map(({ streamId }) => toSortableId(streamId))
  for (const part of parts) {
    if (unsettled.every((disposition) => part[disposition] === 0)) continue
    if (!folders.has(part.name.slice(0, part.name.indexOf('/')))) continue
    if (!ids.some((id) => part.first <= id && id <= part.last)) continue
    const replaced = new Map<string, ExportedEvent>()
    for (const streamId of await readUnsettled(await read(part), unsettled)) {
      const row = left.get(streamId)
      if (row && left.delete(streamId)) replaced.set(streamId, row)
    }
    if (replaced.size > 0) sorted.replacing.set(part.name, replaced)
  }
  for (const row of left.values()) {
    const folder = folderOf(row)
    const same = sorted.fresh.get(folder)
    if (same) same.push(row)
    else sorted.fresh.set(folder, [row])
  }
  return sorted
}
