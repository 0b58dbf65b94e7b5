import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { systemCode } from './problem'
import type { Engine } from './sources/source'

/** What a data folder remembers about its engines, so that its data keeps the program that wrote it. */
export type RememberedEngines = Partial<Record<Engine, { source: string; port: number }>>

/** Reads what was remembered; nothing where the folder is new. */
export const readRemembered = (dataPath: string): RememberedEngines => {
  try {
    return JSON.parse(readFileSync(fileOf(dataPath), 'utf8'))
  } catch (error) {
    if (error instanceof SyntaxError || systemCode(error) === 'ENOENT') return {}
    throw error
  }
}

/** Remembers one engine's source and port. */
export const rememberEngine = (
  dataPath: string,
  engine: Engine,
  remembered: { source: string; port: number },
): void => {
  const file = fileOf(dataPath)
  const content = { ...readRemembered(dataPath), [engine]: remembered }
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(content, undefined, 2))
  renameSync(`${file}.${process.pid}`, file)
}

const fileOf = (dataPath: string): string => join(dataPath, 'engines.json')
