import { access, constants } from 'node:fs/promises'
import { join } from 'node:path'

import { pathFolders } from '../environment'
import { SourceUnavailable } from '../problem'
import { engineNames, type Engine, type ProgramSource } from './source'
import { checkVersion } from './version'

const programNames: Record<Engine, string[]> = {
  mongodb: ['mongod'],
  redis: ['redis-server', 'valkey-server'],
}

/** A program on the PATH. */
export const fromPath: ProgramSource = async ({ engine }) => {
  const names = programNames[engine]
  for (const name of names) {
    const path = await findOnPath(name)
    if (path) return { path, version: await checkVersion(engine, path), origin: 'from the PATH' }
  }
  throw new SourceUnavailable(
    `no ${names.join(' or ')} on the PATH: install ${engineNames[engine]} to use your own`,
  )
}

/** Where the shell would find a program. */
export const findOnPath = async (name: string): Promise<string | undefined> => {
  for (const folder of pathFolders()) {
    const path = join(folder, name)
    try {
      await access(path, constants.X_OK)
      return path
    } catch {
      // Not here: the next folder.
    }
  }
  return undefined
}
