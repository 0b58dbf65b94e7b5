import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'

import type { Halt } from './dieAtStep'
import type { ProjectorSettings } from './settings'

/** A projector that runs as a process of its own. */
export interface ProjectorProcess {
  signal: (signal: NodeJS.Signals) => void
  /** Ends it with SIGKILL and waits until it is gone. */
  kill: () => Promise<void>
  /** Starts it again under the same name, after it was killed. */
  restart: (clock?: { shiftMs: number }) => Promise<void>
  /** Has it halt itself when it comes to a step the next time, and waits until it does. */
  untilHalts: (halt: Halt) => Promise<void>
  /** It shall not halt itself any more. */
  callOff: () => void
  /** The signal that ended it; it is killed, and `late` is the answer, where none did in time. */
  endedWithin: (timeoutMs: number) => Promise<NodeJS.Signals | null | 'late'>
}

const startWithinMs = 90_000

/**
 * Starts a projector process and waits until it works.
 * @param onEnd told when it ended although nobody killed it
 */
export const startProjector = async (
  settings: ProjectorSettings,
  onEnd: (reason: string) => void = () => undefined,
): Promise<ProjectorProcess> => {
  let child: ChildProcess
  let ending: Promise<NodeJS.Signals | null>
  let isKilled = false

  const restart: ProjectorProcess['restart'] = async ({ shiftMs } = { shiftMs: 0 }) => {
    isKilled = false
    const preloads =
      shiftMs === 0 ? [] : ['--import', path.join(import.meta.dirname, 'clockShift.ts')]
    child = spawn(
      process.execPath,
      [
        ...['--import', 'tsx', ...preloads],
        path.join(import.meta.dirname, 'projectorProcess.ts'),
        JSON.stringify(settings),
      ],
      {
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
        env: { ...process.env, CLOCK_SHIFT_MS: String(shiftMs) },
      },
    )
    const running = child
    ending = new Promise((resolve) =>
      running.once('exit', (code, signal) => {
        resolve(signal)
        if (!isKilled && !settings.dieAt) onEnd(`ended by itself (${signal ?? `code ${code}`})`)
      }),
    )
    await untilStarted(running).catch((error: unknown) => {
      running.kill('SIGKILL')
      throw error
    })
  }
  const kill = async (): Promise<void> => {
    isKilled = true
    child.kill('SIGKILL')
    await ending
  }
  await restart()
  return {
    signal: (signal) => void child.kill(signal),
    kill,
    restart,
    untilHalts: (halt) => {
      isKilled = halt.signal === 'SIGKILL'
      const halting = new Promise<void>((resolve) =>
        child.on('message', (message) => {
          if (message === halt.step) resolve()
        }),
      )
      child.send({ halt })
      return halting
    },
    callOff: () => {
      isKilled = false
      child.send({})
    },
    endedWithin: async (timeoutMs) => {
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<'late'>((resolve) => {
        timer = setTimeout(() => resolve('late'), timeoutMs)
      })
      const outcome = await Promise.race([ending, late])
      clearTimeout(timer)
      if (outcome === 'late') await kill()
      return outcome
    },
  }
}

const untilStarted = (child: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    const late = setTimeout(
      () => reject(new Error(`a projector did not start in ${startWithinMs} ms`)),
      startWithinMs,
    )
    const settle = (end: () => void): void => {
      clearTimeout(late)
      end()
    }
    child.once('message', () => settle(resolve))
    child.once('error', (error) => settle(() => reject(error)))
    child.once('exit', (code, signal) =>
      settle(() => reject(new Error(`a projector ended at its start: ${signal ?? code}`))),
    )
  })
