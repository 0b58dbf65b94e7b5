import path from 'node:path'

import type { SinkStatus } from '../sink'
import { readManifest } from './manifest'

/**
 * How far an export to files is. Changes nothing, and may be asked while it runs.
 * @throws {ExportRefused} where the directory was written by another version
 */
export const readFilesStatus = async (directory: string): Promise<SinkStatus> => {
  const place = `files:${path.resolve(directory)}`
  const manifest = await readManifest(directory)
  if (!manifest) return { place, rows: 0, details: {} }
  const { parts, position, rows, writtenAt } = manifest
  return {
    place,
    position,
    rows,
    writtenAt,
    details: {
      parts: parts.length,
      bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
      format: manifest.compression === 'gzip' ? 'jsonl.gz' : 'jsonl',
    },
  }
}
