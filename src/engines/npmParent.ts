import { readFileSync } from 'node:fs'

import { identityOf, isRunning } from './services/processes.mjs'

const intervalMs = 200

/**
 * Calls back once the npm that started this process is gone. npm hands a SIGTERM on to the shell
 * between it and this process, and that shell dies without handing it on: this process would run
 * on, unseen. Does nothing where npm did not start this process.
 */
export const whenNpmEnds = (tell: () => void): void => {
  if (!process.env.npm_lifecycle_event) return
  const parent = process.ppid
  const npm = process.platform === 'linux' ? npmAbove(parent) : undefined
  const timer = setInterval(() => {
    if (process.ppid === parent && (!npm || isRunning(npm))) return
    clearInterval(timer)
    tell()
  }, intervalMs)
  timer.unref()
}

/** The npm among the nearest ancestors: this process's parent, or the parent of a shell between. */
const npmAbove = (parent: number): { pid: number; identity: string } | undefined => {
  for (let pid = parent, level = 0; pid > 1 && level < 3; level += 1) {
    const identity = identityOf(pid)
    if (!identity) return undefined
    if (/^npm\b|npm-cli/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8')))
      return { pid, identity }
    pid = Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
  }
  return undefined
}
