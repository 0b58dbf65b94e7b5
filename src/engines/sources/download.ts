import { fileURLToPath } from 'node:url'
import { join } from 'node:path'

import { lastLine, runCommand } from '../command'
import { SourceUnavailable } from '../problem'
import { remember } from './cache'
import type { ProgramSource } from './source'
import { checkVersion } from './version'

/**
 * The launcher packages' own download. It runs in a process of its own, because a download that
 * hangs (or a compilation, for Redis) can only be given up by ending it.
 */
export const fromDownload: ProgramSource = async ({ cacheFolder, detail, engine, signal }) => {
  detail('downloading')
  const { code, isTimedOut, output } = await runCommand({
    program: process.execPath,
    args: [
      '--import',
      'tsx',
      fileURLToPath(new URL('./downloader.ts', import.meta.url)),
      engine,
      join(cacheFolder, `download-${engine}`),
    ],
    cwd: fileURLToPath(new URL('../../../', import.meta.url)),
    // The Redis package checks certificates only when told to.
    env: { npm_config_strict_ssl: 'true' },
    timeoutMs: 240_000,
    signal,
  })
  if (isTimedOut)
    throw new SourceUnavailable('the download took longer than 4 minutes: try again later')
  if (code !== 0) throw new SourceUnavailable(lastLine(output))
  const path = lastLine(output)
  const version = await checkVersion(engine, path)
  return remember(cacheFolder, engine, { path, version, origin: 'downloaded' })
}
