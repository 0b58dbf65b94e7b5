import { runCommand, lastLine } from '../command'
import { SourceUnavailable } from '../problem'
import { engineNames, type Engine } from './source'

/** The oldest versions that have all that the product uses. */
const oldest = { mongodb: 5, redis: 7 } as const

/**
 * Runs a program once for its version. That is the cheapest proof that it can run here at all.
 * @throws {SourceUnavailable} where it cannot, or is too old
 */
export const checkVersion = async (engine: Engine, path: string): Promise<string> => {
  const { code, output } = await runCommand({
    program: path,
    args: ['--version'],
    timeoutMs: 15_000,
  })
  if (code !== 0) throw new SourceUnavailable(`${path} does not run: ${lastLine(output)}`)
  const version = /v=?(\d+\.\d+\.\d+)/.exec(output)?.[1]
  if (!version) throw new SourceUnavailable(`${path} does not tell its version`)
  if (Number(version.split('.')[0]) < oldest[engine])
    throw new SourceUnavailable(
      `${path} is version ${version}: install ${engineNames[engine]} ${oldest[engine]} or newer to use it`,
    )
  return version
}

/** The shared library that a program asked for in vain, where that is why it does not run. */
export const missingLibrary = (message: string): string | undefined =>
  /loading shared libraries: ([^:\s]+)/.exec(message)?.[1]
