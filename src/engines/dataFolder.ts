import { mkdir } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'

import { checkDisk, diskFull } from './disk'
import { EngineProblem, inOneLine, systemCode } from './problem'
import { takeRecord } from './services/record'
import { Services } from './services/services'
import { startGuard } from './services/startGuard'

/** A data folder taken by this process, with the programs that run for it. */
export interface DataFolder {
  path: string
  /** As people named it, for messages. */
  name: string
  logs: string
  services: Services
  /** Stops what still runs and gives the folder back. Safe to call more than once. */
  close: () => Promise<void>
}

/**
 * Takes the folder that holds everything the launcher keeps: engines' data, logs, secrets, ports.
 * @param options.command how the person started this, for the message to whoever comes second
 * @param options.isTemporary the folder goes when this process does
 * @throws {EngineProblem} where it is in use, cannot be written, or its disk is full
 */
export const openDataFolder = async (options: {
  path: string
  command: string
  isTemporary?: boolean
}): Promise<DataFolder> => {
  const path = resolve(options.path)
  const name = nameOf(path)
  const logs = join(path, 'logs')
  try {
    await mkdir(logs, { recursive: true, mode: 0o700 })
    await checkDisk(path)
    const record = await takeRecord({
      file: join(path, 'running.json'),
      command: options.command,
      folderName: name,
    })
    startGuard({ record, ...(options.isTemporary && { removeFolder: path }) })
    const services = new Services(record)
    const close = async (): Promise<void> => {
      await services.stopAll()
      record.release()
    }
    return { path, name, logs, services, close }
  } catch (error) {
    throw explained(error, name)
  }
}

const nameOf = (path: string): string => {
  const fromHere = relative(process.cwd(), path)
  return fromHere && !fromHere.startsWith('..') ? fromHere : path
}

const explained = (error: unknown, name: string): unknown => {
  if (error instanceof EngineProblem) return error
  const code = systemCode(error)
  if (code === 'ENOSPC') return diskFull(name)
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'ENOTDIR')
    return new EngineProblem(
      `The data folder ${name} cannot be written (${inOneLine(error)}): mend its permissions, ` +
        'or choose another folder with -- --data DIR.',
    )
  return error
}
