import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

import { EngineProblem, systemCode } from '../problem'
import { identityOf, isRunning, stopInOrder, type RecordedProcess } from './processes.mjs'

/** Who runs a data folder, and which processes belong to it. */
export interface RunningRecord {
  owner: { pid: number; identity: string; command: string; isStopping?: boolean }
  processes: RecordedProcess[]
}

/**
 * Takes a data folder for this process. What an earlier owner left running, because it was killed,
 * is stopped first; a folder whose owner lives is refused.
 * @throws {EngineProblem} naming the owner
 */
export const takeRecord = async (options: {
  file: string
  command: string
  folderName: string
}): Promise<RecordKeeper> => {
  const { command, file, folderName } = options
  const identity = identityOf(process.pid)
  if (!identity) throw new EngineProblem('The list of running processes cannot be read here.')
  const record: RunningRecord = { owner: { pid: process.pid, identity, command }, processes: [] }
  for (let attempt = 0; attempt < 10; attempt += 1) {
    if (createOnce(file, record)) return new RecordKeeper(file, record)
    const earlier = readRecord(file)
    if (!earlier) {
      rmSync(file, { force: true })
      continue
    }
    if (!(await hasGivenBack(file, earlier))) throw inUse(earlier, folderName)
    await stopInOrder(earlier.processes)
    // Only what was just seen may go: someone else may have taken over meanwhile.
    if (readRecord(file)?.owner.identity === earlier.owner.identity) rmSync(file, { force: true })
  }
  throw new EngineProblem(
    `The folder ${folderName} is being taken over by another start; try again.`,
  )
}

/** Keeps the list of running processes on disk, so that the next start can clean up after a crash. */
export class RecordKeeper {
  private isReleased = false

  constructor(
    readonly file: string,
    private readonly record: RunningRecord,
  ) {}

  get owner(): RunningRecord['owner'] {
    return this.record.owner
  }

  get processes(): readonly RecordedProcess[] {
    return this.record.processes
  }

  add(recorded: RecordedProcess): void {
    this.record.processes.push(recorded)
    this.write()
  }

  remove(pid: number): void {
    this.record.processes = this.record.processes.filter((one) => one.pid !== pid)
    this.write()
  }

  /** Lets a start that comes now wait for this one's end. */
  announceStop(): void {
    this.record.owner.isStopping = true
    this.write()
  }

  /** Gives the folder back. */
  release(): void {
    this.isReleased = true
    rmSync(this.file, { force: true })
  }

  private write(): void {
    // The last processes' ends may be noticed only after the folder was given back.
    if (this.isReleased) return
    const fresh = `${this.file}.${process.pid}`
    writeFileSync(fresh, JSON.stringify(this.record), { mode: 0o600 })
    renameSync(fresh, this.file)
  }
}

/** Creates the file with its content in one step; false where it is there already. */
const createOnce = (file: string, record: RunningRecord): boolean => {
  const fresh = `${file}.${process.pid}`
  writeFileSync(fresh, JSON.stringify(record), { mode: 0o600 })
  try {
    linkSync(fresh, file)
    return true
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false
    throw error
  } finally {
    rmSync(fresh, { force: true })
  }
}

/** How long a start waits for an owner that stops, and for one that may be about to. */
const waitMs = { stopping: 20_000, running: 1_500 }

/** Waits a little for an owner that is on its way out. */
const hasGivenBack = async (file: string, { owner }: RunningRecord): Promise<boolean> => {
  const startedAt = Date.now()
  while (isRunning(owner)) {
    const now = readRecord(file)
    if (now?.owner.identity !== owner.identity) return true
    const limitMs = now.owner.isStopping ? waitMs.stopping : waitMs.running
    if (Date.now() - startedAt > limitMs) return false
    await sleep(100)
  }
  return true
}

const readRecord = (file: string): RunningRecord | undefined => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as RunningRecord
  } catch (error) {
    if (error instanceof SyntaxError || systemCode(error) === 'ENOENT') return undefined
    throw error
  }
}

const inUse = ({ owner }: RunningRecord, folderName: string): EngineProblem =>
  new EngineProblem(
    `The data folder ${folderName} is in use by \`${owner.command}\` (process ${owner.pid}): ` +
      'stop that one with Ctrl-C, or choose another folder with -- --data DIR.',
  )
