import { resolve } from 'node:path'

import { bringUpEngines, type Engines } from './bringUp'
import { openDataFolder } from './dataFolder'
import { setting } from './environment'
import { progressByLines } from './progress'

export type { Engines } from './bringUp'
export { isolated, startTestEngines, withDatabase, type TestEngines } from './testing'

/**
 * Brings up MongoDB and Redis with their data in a folder, durable as the demo's, for a program
 * that needs no more than that. An address that the environment names is used instead.
 * @param options.log told one line at a time what happens
 * @param options.cacheFolder where downloaded programs are kept (default `.billie/engines`)
 * @throws {EngineProblem} with what to do, where an engine cannot be had
 */
export const startEngines = async (options: {
  dataDir: string
  log: (line: string) => void
  cacheFolder?: string
  mongoPort?: number
  redisPort?: number
}): Promise<Engines> => {
  const { cacheFolder = resolve('.billie/engines'), dataDir, log, ...ports } = options
  const folder = await openDataFolder({ path: dataDir, command: process.argv.slice(1).join(' ') })
  try {
    const engines = await bringUpEngines({
      ...ports,
      folder,
      cacheFolder,
      log: progressByLines(log),
      explicit: { databaseUri: setting('DATABASE_URI'), redisUrl: setting('REDIS_URL') },
    })
    const stop = async (): Promise<void> => {
      await engines.stop()
      await folder.close()
    }
    return { ...engines, stop }
  } catch (error) {
    await folder.close()
    throw error
  }
}
