import { spawn } from 'node:child_process'

import { inherited } from './environment'
import { Interrupted } from './problem'

/** How a command ended and what it said (standard output and errors, the last megabyte). */
export interface CommandResult {
  code: number
  output: string
  isTimedOut: boolean
}

/**
 * Runs a command to its end. A code other than zero is an answer, not an error; a program that
 * does not exist answers 127. On time-out or abort the command's whole process group is ended.
 * @throws {Interrupted} where `signal` was aborted
 */
export const runCommand = async (options: {
  program: string
  args: readonly string[]
  cwd?: string
  env?: Record<string, string | undefined>
  timeoutMs?: number
  signal?: AbortSignal | undefined
  onOutput?: (text: string) => void
}): Promise<CommandResult> => {
  const { args, cwd, env, onOutput, program, signal, timeoutMs } = options
  if (signal?.aborted) throw new Interrupted()
  const child = spawn(program, args, {
    cwd,
    env: { ...inherited(), ...env } as NodeJS.ProcessEnv,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const take = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-1_000_000)
    onOutput?.(chunk.toString())
  }
  child.stdout.on('data', take)
  child.stderr.on('data', take)
  let isTimedOut = false
  const end = (): void => killGroup(child.pid)
  const timer = setTimeout(
    () => {
      isTimedOut = true
      end()
    },
    timeoutMs ?? 2 ** 31 - 1,
  )
  signal?.addEventListener('abort', end, { once: true })
  try {
    const code = await new Promise<number>((resolve) => {
      child.once('error', (error) => {
        output += error.message
        resolve(127)
      })
      child.once('close', (exitCode) => resolve(exitCode ?? 1))
    })
    if (signal?.aborted) throw new Interrupted()
    return { code, output, isTimedOut }
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', end)
  }
}

/** The last line that says something, for a message about a command that failed. */
export const lastLine = (output: string): string =>
  output
    .trim()
    .split('\n')
    .filter((line) => line.trim())
    .at(-1)
    ?.trim() ?? 'it said nothing'

const killGroup = (pid: number | undefined): void => {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGTERM')
    setTimeout(() => {
      try {
        process.kill(-pid, 'SIGKILL')
      } catch {
        // It ended when it was asked to.
      }
    }, 3_000).unref()
  } catch {
    // It ended by itself.
  }
}
