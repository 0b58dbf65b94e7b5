import { join } from 'node:path'

import { ensureAccount } from '@/engines/demo/account'
import { originOf, startApp } from '@/engines/demo/app'
import { appEnvironment } from '@/engines/demo/appEnvironment'
import { readCredentials } from '@/engines/demo/credentials'
import { writeDemoFile } from '@/engines/demo/demoFile'
import { choosePort } from '@/engines/ports'
import type { Progress } from '@/engines/progress'
import { withDatabase, type TestEngines } from '@/engines/testing'

import { provideBrowser } from './findBrowser'
import type { Target } from './target'

/**
 * Starts what the browser tests need, as the demo does but without simulated traffic: the built
 * app over an empty database of its own, a supervisor, a browser.
 * @returns the environment of the test files
 */
export const startTarget = async (options: {
  engines: TestEngines
  log: Progress
  signal: AbortSignal
  /** Settings of the app beside those that the demo has. */
  settings?: Record<string, string>
}): Promise<Record<string, string>> => {
  const { log, signal } = options
  const browser = await log.step(
    'Browser',
    () => provideBrowser(log),
    (path) => path,
  )
  const engines = {
    databaseUri: withDatabase(options.engines.databaseUri, 'billie-e2e'),
    redisUrl: `${options.engines.redisUrl}/1`,
  }
  const { folder } = options.engines
  const credentials = readCredentials(folder.path)
  const env = {
    ...appEnvironment({ engines, credentials, isProcessing: true }),
    ...options.settings,
  }
  await log.step('Supervisor account', () =>
    ensureAccount({ credentials, env: { ...env, ENABLE_EVENT_PROCESSING: 'false' }, signal }),
  )
  const port = await choosePort()
  const app = await log.step(
    'App',
    () => startApp({ folder, port, env, signal }),
    () => originOf(port),
  )
  const { customerTokenSecret, email, metricsToken, password } = credentials
  const content: Target = {
    ...{ url: originOf(port), ...engines, email, password, customerTokenSecret, metricsToken },
    ...{ pid: process.pid, appPid: app.pid },
  }
  writeDemoFile(folder.path, content)
  return {
    DEMO_FILE: join(folder.path, 'demo.json'),
    CHROMIUM_PATH: browser,
    DATABASE_URI: engines.databaseUri,
    REDIS_URL: engines.redisUrl,
  }
}
