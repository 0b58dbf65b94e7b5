import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { systemCode } from '@/engines/problem'
import { projectRoot } from '@/engines/root'

import { tallyOf, type Tally, type VitestReport } from './tally'

/** Runs one vitest project, showing what it says, and counts by its JSON report. */
export const runSuite = async (options: {
  project: string
  env?: Record<string, string | undefined>
  extra: readonly string[]
  signal: AbortSignal
}): Promise<Tally> => {
  const { env, extra, project, signal } = options
  const folder = await mkdtemp(join(tmpdir(), 'billie-report-'))
  const reportFile = join(folder, 'report.json')
  try {
    const child = spawn(
      process.execPath,
      [
        join(projectRoot, 'node_modules/vitest/vitest.mjs'),
        ...['run', '--project', project, '--reporter=default', '--reporter=json'],
        ...[`--outputFile.json=${reportFile}`, ...extra],
      ],
      {
        cwd: projectRoot,
        env: { ...process.env, ...env } as NodeJS.ProcessEnv,
        stdio: ['ignore', 'inherit', 'inherit'],
      },
    )
    const end = (): void => void child.kill('SIGTERM')
    signal.addEventListener('abort', end, { once: true })
    const exitCode = await new Promise<number>((resolve) => {
      child.once('error', () => resolve(127))
      child.once('close', (code) => resolve(code ?? 1))
    })
    signal.removeEventListener('abort', end)
    return tallyOf(await readReport(reportFile), exitCode)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const readReport = async (file: string): Promise<VitestReport | undefined> => {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as VitestReport
  } catch (error) {
    if (error instanceof SyntaxError || systemCode(error) === 'ENOENT') return undefined
    throw error
  }
}
