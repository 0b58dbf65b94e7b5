import { runCommand } from '../command'
import { EngineProblem } from '../problem'
import { projectRoot } from '../root'
import type { Credentials } from './credentials'

/**
 * Makes sure that the supervisor's account exists and its password is the one that is shown.
 * @throws {EngineProblem} with the end of what the command said
 */
export const ensureAccount = async (options: {
  credentials: Credentials
  env: Record<string, string | undefined>
  signal?: AbortSignal | undefined
}): Promise<void> => {
  const { credentials, env, signal } = options
  const { email, password } = credentials
  const { code, output } = await runCommand({
    program: process.execPath,
    args: [
      ...['--import', 'tsx', 'src/cli/index.ts'],
      ...['users', 'ensure', '--email', email, '--role', 'supervisor'],
    ],
    cwd: projectRoot,
    env: { ...env, BILLIE_PASSWORD: password },
    timeoutMs: 120_000,
    signal,
  })
  if (code === 0) return
  const end = output.trim().split('\n').slice(-15).join('\n')
  throw new EngineProblem(`The supervisor's account could not be made ready:\n\n${end}`)
}
