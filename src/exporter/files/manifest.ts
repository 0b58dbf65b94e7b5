import { readFile } from 'node:fs/promises'
import path from 'node:path'

import { z } from 'zod'

import { ExportRefused } from '../errors'
import { rowSchemaVersion } from '../exportedEvent'
import { exportPosition } from '../position'
import { writeDurably } from './durable'

/** Name of the file that says what belongs to the export. */
export const manifestName = '_manifest.json'

const layout = 'billie-archive-export'
const manifestVersion = 1

const part = z.object({
  /** Path inside the directory. */
  name: z.string(),
  rows: z.number().int().min(1),
  bytes: z.number().int().min(1),
  sha256: z.string().length(64),
  /** Least and greatest id, in the form that sorts. */
  first: z.string(),
  last: z.string(),
  /** Rows that may be replaced later. */
  parked: z.number().int().min(0),
  ignored: z.number().int().min(0),
})

const manifest = z.object({
  layout: z.literal(layout),
  version: z.literal(manifestVersion),
  rowSchemaVersion: z.literal(rowSchemaVersion),
  compression: z.enum(['none', 'gzip']),
  position: exportPosition,
  /** Number of the next part. */
  nextPart: z.number().int().min(1),
  rows: z.number().int().min(0),
  writtenAt: z.string(),
  parts: z.array(part),
})

/** One file of rows. */
export type Part = z.infer<typeof part>
/** What belongs to an export, and how far it is. */
export type Manifest = Omit<z.infer<typeof manifest>, 'layout' | 'version' | 'rowSchemaVersion'>

/**
 * The manifest of a directory; nothing where there is none.
 * @throws {ExportRefused} where it is not one that this version writes
 */
export const readManifest = async (directory: string): Promise<Manifest | undefined> => {
  const text = await readFile(path.join(directory, manifestName), 'utf8').catch(toNothing)
  if (text === undefined) return undefined
  const found = parseJson(text)
  const versions = z
    .object({ layout: z.literal(layout), version: z.unknown(), rowSchemaVersion: z.unknown() })
    .safeParse(found)
  const unreadable = `${path.join(directory, manifestName)} is not the manifest of an export.`
  if (!versions.success) throw new ExportRefused('EXPORT_DAMAGED', unreadable)
  const { rowSchemaVersion: schema, version } = versions.data
  if (version !== manifestVersion || schema !== rowSchemaVersion)
    throw new ExportRefused(
      'EXPORT_OF_ANOTHER_VERSION',
      `${directory} was written by another version of this program (manifest ${String(version)}, rows ${String(schema)}; this one writes ${manifestVersion} and ${rowSchemaVersion}). Export to a new directory.`,
    )
  const result = manifest.safeParse(found)
  if (!result.success) throw new ExportRefused('EXPORT_DAMAGED', unreadable)
  return result.data
}

/** Replaces the manifest in one step: from then on, what it says is so. */
export const writeManifest = (directory: string, given: Manifest): Promise<void> => {
  const { compression, nextPart, parts, position, rows, writtenAt } = given
  const whole: z.infer<typeof manifest> = {
    layout,
    version: manifestVersion,
    rowSchemaVersion,
    compression,
    position,
    nextPart,
    rows,
    writtenAt,
    parts,
  }
  return writeDurably(directory, manifestName, Buffer.from(`${JSON.stringify(whole, null, 1)}\n`))
}

const toNothing = (error: NodeJS.ErrnoException): undefined => {
  if (error.code === 'ENOENT') return undefined
  throw error
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
