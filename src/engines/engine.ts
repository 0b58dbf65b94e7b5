import { setTimeout as sleep } from 'node:timers/promises'

import type { DataFolder } from './dataFolder'
import { diskFull } from './disk'
import { EngineProblem, Interrupted, SourceUnavailable, inOneLine } from './problem'
import { lastLines, rank, type RunningService } from './services/services'
import { engineNames, type Engine, type Program } from './sources/source'

/** A running engine: its address and how to tell people about it. */
export interface StartedEngine {
  uri: string
  describe: string
  /** The port on 127.0.0.1, for the next start. */
  port?: number
  /** Ends what is not among the folder's services, such as a container. */
  stop?: () => Promise<void>
}

/** How a local engine is started: the same at first and after a crash. */
export interface LocalEngine {
  engine: Engine
  folder: DataFolder
  program: Program
  args: readonly string[]
  logFile: string
  /** Asks the engine whether it can work now; throws while it cannot. */
  check: () => Promise<void>
  signal?: AbortSignal | undefined
  /** Told when the engine ended by itself and is started again. */
  onEnd: (reason: string) => void
}

/**
 * Starts an engine's program, waits until it answers, and keeps it running until everything stops.
 * @throws {SourceUnavailable} where this program cannot serve this folder
 * @throws {EngineProblem} where no other program could either
 */
export const startLocalEngine = async (local: LocalEngine): Promise<void> => {
  const { folder, onEnd } = local
  const first = await startOnce(local)
  folder.services.keepRunning({
    first,
    again: () => startOnce({ ...local, signal: undefined }),
    onEnd: (reason) => onEnd(`${engineNames[local.engine]} ${reason}; it is started again`),
  })
}

const startOnce = async (local: LocalEngine): Promise<RunningService> => {
  const { args, engine, folder, logFile, program } = local
  const service = folder.services.start({
    name: engineNames[engine],
    program: program.path,
    args,
    logFile,
    rank: rank.engine,
    graceMs: 8_000,
  })
  try {
    await untilItAnswers(local, service)
    return service
  } catch (error) {
    await service.stop()
    throw error
  }
}

const startTimeoutMs = 60_000

const untilItAnswers = async (local: LocalEngine, service: RunningService): Promise<void> => {
  const until = Date.now() + startTimeoutMs
  for (;;) {
    if (local.signal?.aborted) throw new Interrupted()
    if (service.hasEnded()) throw await failedStart(local, service)
    try {
      await local.check()
      return
    } catch (error) {
      if (Date.now() > until) {
        const reason = `${engineNames[local.engine]} did not answer within 60 s (${inOneLine(error)})`
        throw new SourceUnavailable(`${reason}: see ${local.logFile}`)
      }
    }
    await sleep(50)
  }
}

const failedStart = async (
  { engine, folder, logFile, program }: LocalEngine,
  service: RunningService,
): Promise<Error> => {
  const name = engineNames[engine]
  const { code, signal } = await service.ended
  const said = lastLines(logFile, 40).join('\n')
  if (/No space left on device|ENOSPC/.test(said)) return diskFull(folder.name)
  if (
    /Wrong mongod version|UPGRADE PROBLEM|Invalid featureCompatibilityVersion|Can't handle RDB format/.test(
      said,
    )
  )
    return new EngineProblem(
      `The data in ${folder.name} was written by another version of ${name} than ${program.version} ` +
        `(${program.path}): make that one available again, or choose a new folder with -- --data DIR.`,
    )
  if (signal === 'SIGILL')
    return new SourceUnavailable(
      `${program.path} needs a newer processor than this one: install an older ${name} or start Docker`,
    )
  const reason = signal ? `was ended by ${signal}` : `ended with code ${code}`
  return new SourceUnavailable(`${program.path} ${reason} at its start: see ${logFile}`)
}
