import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

import { openDataFolder, type DataFolder } from './dataFolder'
import { createProgress, type Progress } from './progress'
import { bringUpEngines, type Engines } from './bringUp'

/** Engines for tests: quick, empty, and gone without a trace at the end. */
export interface TestEngines extends Engines {
  /** Everything they wrote, and whatever else runs beside them; removed by `stop`. */
  folder: DataFolder
}

/**
 * Starts engines of their own for tests, in a temporary folder. An address that the environment
 * names is left alone: tests throw data away. Programs come from the same cache as the demo's.
 */
export const startTestEngines = async (
  options: { log?: Progress; signal?: AbortSignal; cacheFolder?: string } = {},
): Promise<TestEngines> => {
  const path = await mkdtemp(join(tmpdir(), 'billie-test-'))
  const folder = await openDataFolder({ path, command: 'tests', isTemporary: true })
  const remove = async (): Promise<void> => {
    await folder.close()
    await rm(path, { recursive: true, force: true })
  }
  try {
    const engines = await bringUpEngines({
      folder,
      log: options.log ?? createProgress(),
      cacheFolder: options.cacheFolder ?? resolve('.billie/engines'),
      database: 'billie-test',
      isTemporary: true,
      ...(options.signal && { signal: options.signal }),
    })
    const stop = async (): Promise<void> => {
      await engines.stop()
      await remove()
    }
    return { ...engines, folder, stop }
  } catch (error) {
    await remove()
    throw error
  }
}

/**
 * A database and a key prefix that nothing else uses, for one test file.
 * @param label shows in the names, for whoever looks into the engines: `search`
 */
export const isolated = (
  engines: { databaseUri: string; redisUrl: string },
  label: string,
): { databaseUri: string; databaseName: string; redisUrl: string; keyPrefix: string } => {
  const unique = `${label.replace(/[^a-z0-9]+/gi, '-').slice(0, 30)}-${randomUUID().slice(0, 8)}`
  return {
    databaseUri: withDatabase(engines.databaseUri, unique),
    databaseName: unique,
    redisUrl: engines.redisUrl,
    keyPrefix: `${unique}:`,
  }
}

/** The same MongoDB, another database. */
export const withDatabase = (uri: string, database: string): string =>
  uri.replace(/^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/[^?]*)?/, `$1/${database}`)
