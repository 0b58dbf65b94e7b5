import { bringUpEngines, type Engines } from '../bringUp'
import { buildIfStale } from '../build'
import { setting } from '../environment'
import type { Launch } from '../launcher'
import type { RunningService } from '../services/services'
import { ensureAccount } from './account'
import { originOf, startApp, type AppOptions } from './app'
import { appEnvironment } from './appEnvironment'
import type { Credentials } from './credentials'

/** What runs once the demo is up, apart from its traffic. */
export interface StartedDemo {
  engines: Engines
  app: RunningService
  appOptions: AppOptions
}

/**
 * Brings up engines, build, account and app, each as soon as what it needs is there. Where one
 * fails, the others are given up and that failure is thrown.
 */
export const startDemo = async (options: {
  launched: Launch
  port: number
  credentials: Credentials
}): Promise<StartedDemo> => {
  const { credentials, launched, port } = options
  const { beforeStop, folder, log } = launched
  const failure = new AbortController()
  const signal = AbortSignal.any([launched.signal, failure.signal])

  const engines = bringUpEngines({
    folder,
    log,
    signal,
    explicit: { databaseUri: setting('DATABASE_URI'), redisUrl: setting('REDIS_URL') },
  }).then((started) => {
    beforeStop(started.stop)
    return started
  })
  const build = log.step(
    'Build',
    (detail) => buildIfStale({ detail, signal }),
    (isNew) => (isNew ? 'of the present sources' : 'already of the present sources'),
  )
  const account = engines.then((started) =>
    log.step(
      'Supervisor account',
      () => {
        const env = appEnvironment({ engines: started, credentials, isProcessing: false })
        return ensureAccount({ credentials, env, signal })
      },
      () => credentials.email,
    ),
  )
  const app = Promise.all([engines, build]).then(async ([started]) => {
    const env = appEnvironment({ engines: started, credentials, isProcessing: true })
    const appOptions: AppOptions = { folder, port, env }
    const service = await log.step(
      'App',
      () => startApp({ ...appOptions, signal }),
      () => originOf(port),
    )
    return { service, appOptions }
  })
  await allOrNothing([engines, build, account, app], failure)
  const { appOptions, service } = await app
  return { engines: await engines, app: service, appOptions }
}

/** Waits for all; the first failure aborts the others, and is thrown once they have ended too. */
const allOrNothing = async (
  work: readonly Promise<unknown>[],
  failure: AbortController,
): Promise<void> => {
  let first: { reason: unknown } | undefined
  const fail = (reason: unknown): void => {
    first ??= { reason }
    failure.abort()
  }
  await Promise.all(work.map((one) => one.catch(fail)))
  if (first) throw (first as { reason: unknown }).reason
}
