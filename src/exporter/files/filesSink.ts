import path from 'node:path'

import { toSortableId } from '@/ledger/streamId'

import { ExportRefused } from '../errors'
import type { ExportedEvent } from '../exportedEvent'
import type { ExportPosition } from '../position'
import type { Sink } from '../sink'
import { checkParts, removeUnlisted } from './checkDirectory'
import { ensureFolder } from './durable'
import { type Lock, takeLock } from './lock'
import { type Manifest, type Part, readManifest, writeManifest } from './manifest'
import { appendRows, readUnsettled, replaceRows, type Unsettled } from './parts'
import { type Compression, partName } from './partition'
import { openPending, type Pending } from './pending'
import { sortRows } from './sortRows'

/** A part that is smaller takes more rows; a larger one is never touched for new ones. */
const maximumOpenBytes = 4 * 1024 * 1024
/** Ids of one list of `ignored`. */
const maximumIds = 1_000

/**
 * Exports to files of JSON Lines, one folder a day. A write is these steps, each durable before the
 * next: the bytes of every part that is new or changes, under `_pending`; new parts are renamed into
 * place; the manifest is replaced, and with that it is done; parts that change are renamed into
 * place. What a crash interrupts before the manifest, the next `open` removes; what it interrupts
 * after, it finishes. So nobody finds a row twice, whether they follow the manifest or read whatever
 * lies there.
 */
export const createFilesSink = ({
  compression,
  directory,
  now = () => new Date(),
}: {
  directory: string
  compression: Compression
  now?: () => Date
}): Sink => {
  let lock: Lock | undefined
  let pending: Pending
  let manifest: Manifest

  const open = async (begin: ExportPosition): Promise<ExportPosition> => {
    await ensureFolder(directory)
    lock = await takeLock(directory)
    const found = await readManifest(directory)
    if (found && found.compression !== compression)
      throw new ExportRefused(
        'EXPORT_OF_ANOTHER_FORMAT',
        `${directory} holds ${found.compression === 'gzip' ? 'jsonl.gz' : 'jsonl'}: say --format ${found.compression === 'gzip' ? 'jsonl.gz' : 'jsonl'}, or export to a new directory.`,
      )
    pending = await openPending(directory)
    await pending.settle(found?.parts ?? [])
    if (found) {
      await removeUnlisted(directory, found.parts)
      await checkParts(directory, found.parts)
      manifest = found
      return found.position
    }
    await checkParts(directory, [])
    manifest = {
      compression,
      position: begin,
      nextPart: 1,
      rows: 0,
      writtenAt: now().toISOString(),
      parts: [],
    }
    await writeManifest(directory, manifest)
    return begin
  }

  const write = async (
    rows: readonly ExportedEvent[],
    position: ExportPosition,
    unsettled: readonly Unsettled[],
  ): Promise<void> => {
    await lock!.check()
    const { fresh, replacing } = await sortRows(rows, manifest.parts, pending.read, unsettled)
    const changed = new Map<string, Part>()
    const partOf = new Map(manifest.parts.map((part) => [part.name, part]))
    for (const [name, replacements] of replacing) {
      const whole = await pending.read(partOf.get(name)!)
      const replaced = await replaceRows(whole, replacements, compression)
      await pending.keep(replaced)
      changed.set(name, replaced.part)
    }
    let { nextPart } = manifest
    for (const [folder, added] of fresh) {
      const last = manifest.parts.findLast(({ name }) => name.startsWith(`${folder}/`))
      const isOpen = last !== undefined && last.bytes < maximumOpenBytes
      const before = isOpen ? (changed.get(last.name) ?? last) : undefined
      const name = before?.name ?? partName(folder, nextPart++, compression)
      const existing = before && (await pending.read(before))
      const appended = await appendRows(name, existing, added, compression)
      await pending.keep(appended, before)
      changed.set(name, appended.part)
    }
    const isNew = ({ name }: Part): boolean => !partOf.has(name)
    const settled = [...changed.values()]
    await pending.sync()
    await pending.place(settled.filter(isNew))
    const parts = [...new Map([...partOf, ...changed]).values()]
    manifest = {
      compression,
      nextPart,
      parts,
      position,
      rows: parts.reduce((sum, part) => sum + part.rows, 0),
      writtenAt: now().toISOString(),
    }
    await lock!.check()
    await writeManifest(directory, manifest)
    await pending.place(settled.filter((part) => !isNew(part)))
  }

  return {
    place: `files:${path.resolve(directory)}`,
    open,
    write: (rows, position) => write(rows, position, ['parked']),
    restate: (rows, position) => write(rows, position, ['parked', 'ignored']),
    ignored: async function* () {
      for (const part of manifest.parts.filter(({ ignored }) => ignored > 0)) {
        // It may have changed since the list was made.
        const present = manifest.parts.find(({ name }) => name === part.name)!
        const ids = await readUnsettled(await pending.read(present), ['ignored'])
        for (let index = 0; index < ids.length; index += maximumIds)
          yield ids.slice(index, index + maximumIds).map(toSortableId)
      }
    },
    close: async () => {
      await lock?.release()
      lock = undefined
    },
  }
}
