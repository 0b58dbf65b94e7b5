import { readdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'

import { ExportRefused } from '../errors'
import type { Part } from './manifest'
import { isPartName } from './partition'

/** Removes parts that no manifest lists: their write was interrupted before it was done. */
export const removeUnlisted = async (directory: string, parts: readonly Part[]): Promise<void> => {
  const listed = new Set(parts.map(({ name }) => name))
  for (const name of await listParts(directory))
    if (!listed.has(name)) await rm(path.join(directory, name))
}

/**
 * Looks whether every listed part is there, and as long as it should be.
 * @throws {ExportRefused} where one is not, or where parts lie there that none is listed of
 */
export const checkParts = async (directory: string, parts: readonly Part[]): Promise<void> => {
  if (parts.length === 0 && (await listParts(directory)).length > 0)
    throw new ExportRefused(
      'EXPORT_NOT_EMPTY',
      `${directory} holds parts of an export and no manifest: export to a new directory.`,
    )
  for (const { bytes, name } of parts) {
    const found = await stat(path.join(directory, name)).catch(() => undefined)
    if (found?.size === bytes) continue
    throw new ExportRefused(
      'EXPORT_DAMAGED',
      `${path.join(directory, name)} is ${found ? `${found.size} bytes long and should be ${bytes}` : 'missing'}: export to a new directory.`,
    )
  }
}

const listParts = async (directory: string): Promise<string[]> => {
  const folders = (await readdir(directory)).filter((name) => name.startsWith('day='))
  const names = await Promise.all(
    folders.map(async (folder) =>
      (await readdir(path.join(directory, folder))).map((name) => `${folder}/${name}`),
    ),
  )
  return names.flat().filter(isPartName)
}
