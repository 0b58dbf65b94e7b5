import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'

import { SourceUnavailable, systemCode } from '../problem'
import type { Engine, Program, ProgramSource } from './source'
import { checkVersion } from './version'

/** A program that an earlier start downloaded. */
export const fromCache: ProgramSource = async ({ cacheFolder, engine }) => {
  const remembered = await readRemembered(cacheFolder, engine)
  if (!remembered) throw new SourceUnavailable('nothing was downloaded before')
  const path = resolve(cacheFolder, remembered.path)
  return { path, version: await checkVersion(engine, path), origin: remembered.origin }
}

/** Notes a downloaded program for the next start. */
export const remember = async (
  cacheFolder: string,
  engine: Engine,
  program: Program,
): Promise<Program> => {
  await mkdir(cacheFolder, { recursive: true })
  const file = fileOf(cacheFolder, engine)
  const content = { path: relative(cacheFolder, program.path), origin: program.origin }
  await writeFile(`${file}.${process.pid}`, JSON.stringify(content))
  await rename(`${file}.${process.pid}`, file)
  return program
}

const fileOf = (cacheFolder: string, engine: Engine): string => join(cacheFolder, `${engine}.json`)

const readRemembered = async (
  cacheFolder: string,
  engine: Engine,
): Promise<{ path: string; origin: string } | undefined> => {
  try {
    return JSON.parse(await readFile(fileOf(cacheFolder, engine), 'utf8'))
  } catch (error) {
    if (error instanceof SyntaxError || systemCode(error) === 'ENOENT') return undefined
    throw error
  }
}
