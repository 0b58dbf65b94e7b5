import { runCommand, lastLine } from '../command'
import { SourceUnavailable } from '../problem'
import { findOnPath, fromPath } from './path'
import type { ProgramRequest, ProgramSource } from './source'

/** Whether missing system packages may be installed: only where that needs no question. */
export const canInstallPackages = async (): Promise<boolean> =>
  process.getuid?.() === 0 && (await findOnPath('apt-get')) !== undefined

/**
 * Installs system packages, saying so.
 * @throws {SourceUnavailable} where this user cannot, or apt refuses
 */
export const installPackages = async (
  packages: readonly string[],
  { detail, log, signal }: Pick<ProgramRequest, 'log' | 'detail' | 'signal'>,
): Promise<void> => {
  const names = packages.join(' ')
  if (!(await canInstallPackages()))
    throw new SourceUnavailable(`install ${names} with the system's package manager`)
  log.note(`Installing ${names} with apt-get, because it is missing here`)
  detail(`apt-get install ${names}`)
  const apt = (args: string[]) =>
    runCommand({
      program: 'apt-get',
      args,
      // The launcher runs the engine itself: no service may be started by the installation.
      env: { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
      timeoutMs: 300_000,
      signal,
    })
  await apt(['update', '-qq'])
  const { code, output } = await apt([
    'install',
    '-y',
    '-qq',
    '--no-install-recommends',
    ...packages,
  ])
  if (code !== 0)
    throw new SourceUnavailable(`apt-get could not install ${names}: ${lastLine(output)}`)
}

/** Debian's own Redis, where we are root. */
export const fromApt: ProgramSource = async (request) => {
  if (request.engine !== 'redis')
    throw new SourceUnavailable('Debian has no MongoDB package: install MongoDB by hand')
  await installPackages(['redis-server'], request)
  return fromPath(request)
}
