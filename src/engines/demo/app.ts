import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import type { DataFolder } from '../dataFolder'
import { requireFreePort } from '../ports'
import { EngineProblem, Interrupted } from '../problem'
import { projectRoot } from '../root'
import { lastLines, rank, type RunningService } from '../services/services'

/** How the app is started: the same at first and after a crash. */
export interface AppOptions {
  folder: DataFolder
  port: number
  env: Record<string, string | undefined>
  signal?: AbortSignal | undefined
}

/** The app's origin. */
export const originOf = (port: number): string => `http://127.0.0.1:${port}`

/**
 * Starts the app and waits until it answers. Its pid is the process that listens.
 * @throws {EngineProblem} where its port is taken, or it ends or stays silent, with what it said
 */
export const startApp = async (options: AppOptions): Promise<RunningService> => {
  const { env, folder, port } = options
  // Whoever else listens there would be taken for the app.
  await requireFreePort(port)
  const logFile = join(folder.logs, 'app.log')
  const service = folder.services.start({
    name: 'the app',
    program: process.execPath,
    args: [
      ...serverFlags,
      join(projectRoot, 'src/server/main.mjs'),
      ...['-H', '127.0.0.1', '-p', String(port)],
    ],
    env,
    logFile,
    rank: rank.app,
    graceMs: 5_000,
  })
  try {
    await untilItAnswers(options, service, logFile)
    return service
  } catch (error) {
    await service.stop()
    throw error
  }
}

/**
 * As `npm start` has them (docs/performance.md): a batch lives longer than the usual young generation
 * takes to fill, and everything in it would be copied twice before it is given up. More helpers of
 * V8 than one take turns from the thread that answers.
 */
const serverFlags = ['--max-semi-space-size=64', '--v8-pool-size=1']

const startTimeoutMs = 120_000

const untilItAnswers = async (
  { port, signal }: AppOptions,
  service: RunningService,
  logFile: string,
): Promise<void> => {
  const until = Date.now() + startTimeoutMs
  while (!(await isLive(port))) {
    if (signal?.aborted) throw new Interrupted()
    if (service.hasEnded()) throw failed('ended at its start', logFile)
    if (Date.now() > until) throw failed('did not answer within 2 minutes', logFile)
    await sleep(100)
  }
  if (service.hasEnded()) throw failed('ended at its start', logFile)
}

const isLive = async (port: number): Promise<boolean> => {
  try {
    const answer = await fetch(`${originOf(port)}/api/health/live`, {
      signal: AbortSignal.timeout(5_000),
    })
    await answer.body?.cancel()
    return answer.status === 200
  } catch {
    return false
  }
}

const failed = (what: string, logFile: string): EngineProblem =>
  new EngineProblem(
    `The app ${what}. Its log (${logFile}) ends with:\n\n${lastLines(logFile, 15).join('\n')}`,
  )
