import { execFile } from 'node:child_process'
import path from 'node:path'

const root = path.join(import.meta.dirname, '../..')

/** What a command of the operator's CLI told. */
export interface Told {
  exitCode: number
  stdout: string
  stderr: string
  /** The answer of `--json`. */
  json: any
}

/** Runs `billie` as a process of its own, as an operator does, without a terminal. */
export const billie = (
  environment: Record<string, string>,
  ...parameters: string[]
): Promise<Told> =>
  new Promise((resolve) => {
    execFile(
      process.execPath,
      ['src/engines/bootstrap.mjs', 'src/cli/index.ts', ...parameters],
      { cwd: root, env: { ...process.env, ...environment }, timeout: 90_000 },
      (error, stdout, stderr) =>
        resolve({
          exitCode: error ? Number(error.code ?? -1) : 0,
          stdout,
          stderr,
          json: parse(stdout),
        }),
    )
  })

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
