import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * A process that the launcher started. `identity` tells it from a later one with the same pid;
 * `rank` is its place when everything stops: higher ranks stop first.
 * @typedef {{ name: string, pid: number, identity: string, rank: number, graceMs: number }} RecordedProcess
 */

/**
 * What tells a process from every other one that had or will have its pid: when it began.
 * @param {number} pid
 * @returns {string | undefined} nothing where no such process runs
 */
export const identityOf = (pid) => {
  try {
    return process.platform === 'linux' ? linuxIdentity(pid) : otherIdentity(pid)
  } catch {
    return undefined
  }
}

/**
 * Whether exactly this process, not a later one with its pid, still runs.
 * @param {{ pid: number, identity: string }} recorded
 */
export const isRunning = ({ identity, pid }) => identityOf(pid) === identity

/**
 * Asks a process to stop (SIGTERM) and, after `graceMs`, makes it stop (SIGKILL). Does nothing to
 * a process that only shares the pid.
 * @param {{ pid: number, identity: string, graceMs: number }} recorded
 */
export const stopProcess = async (recorded) => {
  if (!isRunning(recorded)) return
  send(recorded.pid, 'SIGTERM')
  if (await hasEnded(recorded, recorded.graceMs)) return
  send(recorded.pid, 'SIGKILL')
  await hasEnded(recorded, 5_000)
}

/**
 * Stops processes, higher ranks before lower ones.
 * @param {RecordedProcess[]} processes
 */
export const stopInOrder = async (processes) => {
  const ranks = [...new Set(processes.map(({ rank }) => rank))].sort((a, b) => b - a)
  for (const rank of ranks)
    await Promise.all(processes.filter((one) => one.rank === rank).map(stopProcess))
}

/** @param {number} pid */
const linuxIdentity = (pid) => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The program's name, in parentheses, may hold spaces: count the fields after it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state] = fields
  const [threads, startedTicks] = [fields[17], fields[19]]
  // While other threads of a program that ends are left, its ports and files are still taken.
  if (state === 'X' || (state === 'Z' && Number(threads) <= 1)) return undefined
  return `${bootId()}:${startedTicks}`
}

const bootId = () => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()

/** @param {number} pid */
const otherIdentity = (pid) =>
  execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim() || undefined

/**
 * @param {{ pid: number, identity: string }} recorded
 * @param {number} withinMs
 */
const hasEnded = async (recorded, withinMs) => {
  const until = Date.now() + withinMs
  while (isRunning(recorded)) {
    if (Date.now() > until) return false
    await sleep(50)
  }
  return true
}

/**
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 */
const send = (pid, signal) => {
  try {
    process.kill(pid, signal)
  } catch (error) {
    // It ended in between; anything else (no permission) is worth knowing.
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error
  }
}
