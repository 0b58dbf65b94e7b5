import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

import { lastLine, runCommand, type CommandResult } from '@/engines/command'
import { projectRoot } from '@/engines/root'
import { findOnPath } from '@/engines/sources/path'

/** Moves by a change of this line alone. */
const requirement = 'schemathesis==4.32.5'

/** The program that asks an API what its description says can be asked. */
export interface Schemathesis {
  run: (args: readonly string[], signal: AbortSignal) => Promise<CommandResult>
}

/**
 * Schemathesis in a folder of its own under `.billie/`, installed at the first call.
 * @returns why it cannot be had, as a sentence, where Python packages cannot be installed
 */
export const provideSchemathesis = async (signal: AbortSignal): Promise<Schemathesis | string> => {
  const python = await findPython()
  if (!python) return 'there is no python3 with pip'
  const folder = join(projectRoot, '.billie', requirement.replace('==', '-'))
  if (!existsSync(folder)) {
    const problem = await install(python, folder, signal)
    if (problem) return problem
  }
  const env = { PYTHONPATH: folder, PYTHONDONTWRITEBYTECODE: '1' }
  const program = { program: python, cwd: folder, env, signal }
  return {
    run: (args, until) =>
      runCommand({ ...program, signal: until, args: [join(folder, 'bin/schemathesis'), ...args] }),
  }
}

const install = async (
  python: string,
  folder: string,
  signal: AbortSignal,
): Promise<string | undefined> => {
  const unfinished = `${folder}.unfinished`
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { recursive: true })
  const { code, output } = await runCommand({
    program: python,
    args: [
      ...['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'],
      ...['--no-warn-script-location', '--target', unfinished, requirement],
    ],
    timeoutMs: 300_000,
    signal,
  })
  if (code !== 0) {
    await rm(unfinished, { recursive: true, force: true })
    return `pip could not install ${requirement} (${lastLine(output)})`
  }
  await rename(unfinished, folder)
  return undefined
}

const findPython = async (): Promise<string | undefined> => {
  for (const name of ['python3', 'python']) {
    const path = await findOnPath(name)
    if (!path) continue
    const { code } = await runCommand({ program: path, args: ['-m', 'pip', '--version'], timeoutMs: 30_000 }) // prettier-ignore
    if (code === 0) return path
  }
  return undefined
}
