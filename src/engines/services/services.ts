import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, openSync, readFileSync, renameSync, statSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

import { EngineProblem } from '../problem'
import { identityOf, isRunning, stopInOrder, stopProcess } from './processes.mjs'
import type { RecordKeeper } from './record'

/** The order in which services stop: those that use others go first. */
export const rank = { engine: 0, app: 1, simulator: 2 } as const

/** A long-running program of the launcher. */
export interface ServiceOptions {
  /** As people read it: `MongoDB`, `the app`. */
  name: string
  program: string
  args: readonly string[]
  env?: Record<string, string | undefined>
  logFile: string
  rank: number
  /** How long it may take to stop before it is killed. */
  graceMs: number
}

/** A program that runs. `ended` settles once it does not, however that came about. */
export interface RunningService {
  pid: number
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
  hasEnded: () => boolean
  stop: () => Promise<void>
}

/**
 * Starts programs apart from the terminal, so that Ctrl-C reaches the launcher alone, and notes
 * each one in the data folder's record, so that none is ever left behind.
 */
export class Services {
  private isStopping = false

  constructor(private readonly record: RecordKeeper) {}

  /** Starts a program; its output goes to its log file. */
  start(options: ServiceOptions): RunningService {
    if (this.isStopping)
      throw new EngineProblem(`${options.name} was not started: all is stopping.`)
    rotate(options.logFile)
    const log = openSync(options.logFile, 'a', 0o600)
    const child = spawn(options.program, options.args, {
      detached: true,
      env: options.env as NodeJS.ProcessEnv | undefined,
      stdio: ['ignore', log, log],
    })
    closeSync(log)
    return this.watch(child, options)
  }

  /**
   * Keeps a program running: starts it again when it ends, at once at first and then ever more
   * slowly (up to `30 s`), until everything stops.
   */
  keepRunning(options: {
    first: RunningService
    again: () => Promise<RunningService>
    onEnd?: (reason: string) => void
  }): void {
    void this.restartLoop(options)
  }

  /** Stops everything in order. Safe to call more than once. */
  async stopAll(): Promise<void> {
    this.isStopping = true
    this.record.announceStop()
    await stopInOrder([...this.record.processes])
  }

  private async restartLoop(options: Parameters<Services['keepRunning']>[0]): Promise<void> {
    let service = options.first
    for (let failures = 0; ;) {
      const startedAt = Date.now()
      const { code, signal } = await service.ended
      if (this.isStopping) return
      failures = Date.now() - startedAt > 60_000 ? 1 : failures + 1
      const waitMs = Math.min(30_000, 250 * 2 ** failures)
      options.onEnd?.(signal ? `was ended by ${signal}` : `ended with code ${code}`)
      for (let isUp = false; !isUp;) {
        await sleep(waitMs)
        if (this.isStopping) return
        try {
          service = await options.again()
          isUp = true
        } catch (error) {
          if (this.isStopping) return
          options.onEnd?.(`could not be started again: ${String(error)}`)
          failures += 1
        }
      }
    }
  }

  private watch(child: ChildProcess, options: ServiceOptions): RunningService {
    const pid = child.pid
    const identity = pid === undefined ? undefined : identityOf(pid)
    let isOver = false
    const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
      child.once('error', () => resolve({ code: 127, signal: null }))
      child.once('exit', (code, signal) => resolve({ code, signal }))
    }).then((result) => {
      isOver = true
      if (pid !== undefined) this.record.remove(pid)
      return result
    })
    if (pid === undefined || identity === undefined)
      return { pid: pid ?? -1, ended, hasEnded: () => isOver, stop: async () => void (await ended) }
    const recorded = {
      name: options.name,
      pid,
      identity,
      rank: options.rank,
      graceMs: options.graceMs,
    }
    this.record.add(recorded)
    return {
      pid,
      ended,
      hasEnded: () => isOver || !isRunning(recorded),
      stop: () => stopProcess(recorded),
    }
  }
}

/** The end of a log file, for a message about a program that failed. */
export const lastLines = (file: string, count: number): string[] => {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count)
  } catch {
    return []
  }
}

const maxLogBytes = 20 * 1024 * 1024

/** A log that has grown large makes room for a new one; one older file is kept. */
const rotate = (file: string): void => {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  if (size > maxLogBytes) renameSync(file, `${file}.1`)
}
