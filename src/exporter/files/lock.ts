import { randomUUID } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import path from 'node:path'

import { ExportRefused } from '../errors'

/** Keeps a directory for one process. */
export interface Lock {
  /** @throws {ExportRefused} where another process has taken it meanwhile */
  check: () => Promise<void>
  release: () => Promise<void>
}

interface Holder {
  token: string
  host: string
  pid: number
  /** Tells a process from a later one with the same number; absent where the system does not say. */
  startedAt?: string
}

/** Name of the lock inside the directory. */
export const lockName = '_lock'

/**
 * Takes a directory. What a process left behind that has ended on this machine is taken over at
 * once; of another machine nothing can be known: its lock has to be removed by hand.
 * @throws {ExportRefused} where it is in use
 */
export const takeLock = async (directory: string): Promise<Lock> => {
  const file = path.join(directory, lockName)
  const startedAt = await startOf(process.pid)
  const own: Holder = {
    token: randomUUID(),
    host: hostname(),
    pid: process.pid,
    ...(startedAt !== undefined && { startedAt }),
  }
  for (let tries = 0; ; tries++) {
    if (await create(file, own)) break
    const holder = await readHolder(file)
    if (holder && (tries === 3 || !(await hasEnded(holder)))) throw inUse(directory, holder)
    await rm(file, { force: true })
  }
  const isOwn = async (): Promise<boolean> => (await readHolder(file))?.token === own.token
  const check = async (): Promise<void> => {
    if (!(await isOwn())) throw inUse(directory, await readHolder(file))
  }
  return {
    check,
    release: async () => {
      if (await isOwn()) await rm(file, { force: true })
    },
  }
}

const create = async (file: string, holder: Holder): Promise<boolean> => {
  try {
    await writeFile(file, JSON.stringify(holder), { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Nothing where there is none, or its author was killed before it could write it. */
const readHolder = async (file: string): Promise<Holder | undefined> => {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Holder
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT')
      return undefined
    throw error
  }
}

const hasEnded = async ({ host, pid, startedAt }: Holder): Promise<boolean> => {
  if (host !== hostname()) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
  const present = await startOf(pid)
  return startedAt !== undefined && present !== undefined && present !== startedAt
}

/** When a process began, in the system's own ticks; Linux alone tells. */
const startOf = async (pid: number): Promise<string | undefined> => {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  } catch {
    return undefined
  }
}

const inUse = (directory: string, holder: Holder | undefined): ExportRefused =>
  new ExportRefused(
    'EXPORT_IN_USE',
    `${directory} is in use by process ${holder?.pid ?? 'unknown'} on ${holder?.host ?? 'this machine'}. Where that has ended on another machine, remove ${lockName}.`,
  )
