import { readdir, readFile, rename, rm } from 'node:fs/promises'
import path from 'node:path'

import { ensureFolder, syncFolder, writeSynced } from './durable'
import type { Part } from './manifest'
import type { WholePart } from './parts'

const pendingName = '_pending'

/** Bytes of parts that are not in place yet, each under its digest. */
export interface Pending {
  /** Keeps a part's bytes; what was kept for the same part before is dropped. */
  keep: (whole: WholePart, before?: Part) => Promise<void>
  /** A part's bytes, where it waits here or lies in place. */
  read: (part: Part) => Promise<WholePart>
  /** Waits until the disk has everything that is kept. */
  sync: () => Promise<void>
  /** Moves parts that wait here into place. */
  place: (parts: readonly Part[]) => Promise<void>
  /** After a crash: moves what belongs to listed parts into place, and drops the rest. */
  settle: (parts: readonly Part[]) => Promise<void>
}

/** @see Pending */
export const openPending = async (directory: string): Promise<Pending> => {
  const folder = path.join(directory, pendingName)
  await ensureFolder(folder)
  const kept = new Set(await readdir(folder))
  const fileOf = ({ sha256 }: Part): string => path.join(folder, sha256)

  const place = async (parts: readonly Part[]): Promise<void> => {
    const folders = new Set<string>()
    for (const part of parts) {
      const target = path.join(directory, part.name)
      await ensureFolder(path.dirname(target))
      await rename(fileOf(part), target)
      kept.delete(part.sha256)
      folders.add(path.dirname(target))
    }
    for (const changed of folders) await syncFolder(changed)
  }

  return {
    keep: async ({ content, part }, before) => {
      if (before && kept.delete(before.sha256)) await rm(fileOf(before))
      await writeSynced(fileOf(part), content)
      kept.add(part.sha256)
    },
    read: async (part) => ({
      part,
      content: await readFile(
        kept.has(part.sha256) ? fileOf(part) : path.join(directory, part.name),
      ),
    }),
    sync: () => syncFolder(folder),
    place,
    settle: async (parts) => {
      await place(parts.filter(({ sha256 }) => kept.has(sha256)))
      for (const name of kept) await rm(path.join(folder, name))
      kept.clear()
    },
  }
}
