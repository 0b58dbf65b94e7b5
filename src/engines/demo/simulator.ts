import { join } from 'node:path'

import type { DataFolder } from '../dataFolder'
import { projectRoot } from '../root'
import { rank, type RunningService } from '../services/services'

/**
 * Starts the simulated chat application: events at this rate until it is stopped, and before them,
 * where the ledger is empty, those of so many days.
 */
export const startSimulator = (options: {
  folder: DataFolder
  ratePerSecond: number
  pastDays: number
  env: Record<string, string | undefined>
}): RunningService =>
  options.folder.services.start({
    name: 'the simulator',
    program: process.execPath,
    args: [
      ...['--import', join(projectRoot, 'node_modules/tsx/dist/loader.mjs')],
      join(projectRoot, 'src/simulator/cli.ts'),
      ...['--rate', String(options.ratePerSecond), '--past', String(options.pastDays)],
    ],
    env: options.env,
    logFile: join(options.folder.logs, 'simulator.log'),
    rank: rank.simulator,
    graceMs: 2_000,
  })
