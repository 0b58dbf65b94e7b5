import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'

import { runCommand } from './command'
import { EngineProblem } from './problem'
import { projectRoot } from './root'

const fingerprintFile = '.next/billie-fingerprint'

/**
 * Builds the app where the last build is not of the present sources.
 * @returns whether there was something to build
 * @throws {EngineProblem} with the end of what the build said
 */
export const buildIfStale = async (options: {
  root?: string
  detail: (text: string) => void
  signal?: AbortSignal | undefined
}): Promise<boolean> => {
  const { detail, root = projectRoot, signal } = options
  const fingerprint = await sourceFingerprint(root)
  if (builtFingerprint(root) === fingerprint) return false
  rmSync(join(root, fingerprintFile), { force: true })
  detail('next build')
  const { code, output } = await runCommand({
    program: process.execPath,
    args: [join(root, 'node_modules/next/dist/bin/next'), 'build'],
    cwd: root,
    env: { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', FORCE_COLOR: '0' },
    signal,
    onOutput: (text) => {
      const line = stripVTControlCharacters(text).trim().split('\n').at(-1)?.trim()
      if (line) detail(line.slice(0, 60))
    },
  })
  if (code !== 0) throw buildFailed(output)
  writeFileSync(join(root, fingerprintFile), fingerprint)
  return true
}

/** What a build is made of, in one hash: sources, configuration and locked dependencies. */
export const sourceFingerprint = async (root: string): Promise<string> => {
  const hash = createHash('sha256').update(process.versions.node)
  for (const file of await buildInputs(root)) {
    hash.update(`\0${file}\0`)
    hash.update(readFileSync(join(root, file)))
  }
  return hash.digest('hex')
}

/** Folders of `src` that are never part of the app. */
const outside = ['src/engines/', 'src/simulator/', 'src/cli/', 'src/exporter/']

const configuration = ['payload.config.ts', 'next.config.mjs', 'tsconfig.json', 'package-lock.json']

const buildInputs = async (root: string): Promise<string[]> => {
  const sources = [...(await filesIn(root, 'src')), ...(await filesIn(root, 'public'))]
  const inputs = sources.filter((file) => !outside.some((folder) => file.startsWith(folder)))
  const present = configuration.filter((file) => existsSync(join(root, file)))
  return [...inputs, ...present].sort()
}

const filesIn = async (root: string, folder: string): Promise<string[]> => {
  if (!existsSync(join(root, folder))) return []
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length + 1))
    .map((file) => file.replaceAll('\\', '/'))
}

const builtFingerprint = (root: string): string | undefined => {
  const file = join(root, fingerprintFile)
  if (!existsSync(join(root, '.next/BUILD_ID')) || !existsSync(file)) return undefined
  return readFileSync(file, 'utf8')
}

const buildFailed = (output: string): EngineProblem => {
  if (/ENOSPC|No space left/.test(output))
    return new EngineProblem('The build ran out of disk: free at least 1 GB and start again.')
  if (/another instance of next build|Unable to acquire lock/i.test(output))
    return new EngineProblem(
      'Another build of this folder is under way: wait for it and start again.',
    )
  const end = stripVTControlCharacters(output).trim().split('\n').slice(-40).join('\n')
  return new EngineProblem(`The build failed; mend what it says and start again:\n\n${end}`)
}
