import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { systemCode } from '@/engines/problem'
import { projectRoot } from '@/engines/root'

import type { VitestReport } from '../runner/tally'

import type { Mutant, Spec } from './mutant'

/** What became of a run of a spec. */
export interface Outcome {
  /** Names of the tests that failed. */
  failed: string[]
  passedCount: number
  /** The run was ended because it took too long. */
  isLate: boolean
  /** What was said, for a run that neither passed nor failed. */
  output: string
}

/** A copy of the sources that may be changed. */
export interface Workspace {
  /** Applies a mutant. @throws {StaleMutant} where its text is not in the file exactly once */
  mutate: (mutant: Pick<Mutant, 'edits' | 'file' | 'name'>) => void
  /** Undoes every mutant. */
  restore: () => void
  run: (spec: Spec, options: { timeoutMs: number; env: NodeJS.ProcessEnv }) => Promise<Outcome>
  remove: () => void
}

/** The code has moved on: the mutant has to be written anew. */
export class StaleMutant extends Error {
  override readonly name = 'StaleMutant'
}

const copied = ['src', 'tests', 'package.json', 'tsconfig.json', 'vitest.config.ts', 'payload.config.ts', 'payload-types.ts'] // prettier-ignore

/** Copies what tests need into a temporary folder; packages are shared. */
export const openWorkspace = (): Workspace => {
  const folder = mkdtempSync(path.join(tmpdir(), 'billie-mutants-'))
  for (const name of copied)
    cpSync(path.join(projectRoot, name), path.join(folder, name), { recursive: true })
  symlinkSync(path.join(projectRoot, 'node_modules'), path.join(folder, 'node_modules'))
  const originals = new Map<string, string>()
  return {
    mutate: ({ edits, file, name }) => {
      for (const { file: edited = file, find, replace } of edits) {
        const where = path.join(folder, edited)
        const text = readFileSync(where, 'utf8')
        originals.set(where, originals.get(where) ?? text)
        const count = text.split(find).length - 1
        if (count !== 1)
          throw new StaleMutant(`"${name}": its text is ${count} times in ${edited}: ${find}`)
        writeFileSync(
          where,
          text.replace(find, () => replace),
        )
      }
    },
    restore: () => {
      for (const [where, text] of originals) writeFileSync(where, text)
      originals.clear()
    },
    run: (spec, options) => runSpec(folder, spec, options),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

interface TestReport extends VitestReport {
  testResults: {
    name: string
    status: string
    assertionResults: { status: string; fullName: string }[]
  }[]
}

const runSpec = async (
  folder: string,
  { file, project, test }: Spec,
  { env, timeoutMs }: { env: NodeJS.ProcessEnv; timeoutMs: number },
): Promise<Outcome> => {
  const reportFile = path.join(folder, 'report.json')
  rmSync(reportFile, { force: true })
  const child = spawn(
    process.execPath,
    [
      path.join('node_modules', 'vitest', 'vitest.mjs'),
      ...['run', '--project', project, '--bail', '1', '--reporter', 'json'],
      ...['--outputFile.json', reportFile, ...(test ? ['-t', test] : []), file],
    ],
    {
      cwd: folder,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    },
  )
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (bytes: Buffer) => {
      output = (output + bytes.toString()).slice(-20_000)
    })
  let isLate = false
  // The whole group: vitest runs tests in processes of its own.
  const endAll = (): void => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL')
  }
  const late = setTimeout(() => {
    isLate = true
    endAll()
  }, timeoutMs)
  process.once('exit', endAll)
  await new Promise((resolve) => child.once('close', resolve))
  process.off('exit', endAll)
  clearTimeout(late)
  const tests = readReport(reportFile).flatMap(({ assertionResults }) => assertionResults)
  return {
    failed: tests.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName),
    passedCount: tests.filter(({ status }) => status === 'passed').length,
    isLate,
    output,
  }
}

const readReport = (file: string): TestReport['testResults'] => {
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as TestReport).testResults
  } catch (error) {
    // The run ended before it could tell; that nothing failed and nothing passed says so.
    if (error instanceof SyntaxError || systemCode(error) === 'ENOENT') return []
    throw error
  }
}
