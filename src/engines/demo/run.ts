import { bringUpEngines } from '../bringUp'
import { buildIfStale } from '../build'
import { setting } from '../environment'
import type { Launch } from '../launcher'
import { isPortFree } from '../ports'
import { EngineProblem } from '../problem'
import { ensureAccount } from './account'
import { originOf, startApp, type AppOptions } from './app'
import { appEnvironment } from './appEnvironment'
import { banner } from './banner'
import { readCredentials } from './credentials'
import { removeDemoFile, writeDemoFile } from './demoFile'
import type { DemoOptions } from './options'
import { startSimulator } from './simulator'

/** The demo, from nothing to a screen on which conversations move; runs until the person stops it. */
export const runDemo = async (options: DemoOptions, launched: Launch): Promise<void> => {
  const { beforeStop, folder, log, signal, untilInterrupted } = launched
  const { hasTraffic, port, ratePerSecond } = options
  // A killed demo leaves this behind.
  removeDemoFile(folder.path)
  if (!(await isPortFree(port)))
    throw new EngineProblem(
      `Port ${port} is taken by another program: stop it, or choose another port with -- --port ${port + 1}.`,
    )
  const credentials = readCredentials(folder.path)
  const [engines] = await together(signal, (either) => [
    startEnginesAndAccount({ ...launched, signal: either }, credentials),
    log.step(
      'Build',
      (detail) => buildIfStale({ detail, signal: either }),
      (isNew) => (isNew ? 'of the present sources' : 'already of the present sources'),
    ),
  ])
  beforeStop(engines.stop)
  const appOptions: AppOptions = {
    folder,
    port,
    signal,
    env: appEnvironment({ engines, credentials, isProcessing: true }),
  }
  const tell = (appPid: number): void => {
    if (signal.aborted) return
    writeDemoFile(folder.path, {
      url: originOf(port),
      databaseUri: engines.databaseUri,
      redisUrl: engines.redisUrl,
      email: credentials.email,
      password: credentials.password,
      customerTokenSecret: credentials.customerTokenSecret,
      metricsToken: credentials.metricsToken,
      pid: process.pid,
      appPid,
    })
  }
  const app = await log.step(
    'App',
    () => startApp(appOptions),
    () => originOf(port),
  )
  beforeStop(() => removeDemoFile(folder.path))
  tell(app.pid)
  folder.services.keepRunning({
    first: app,
    again: async () => {
      const again = await startApp(appOptions)
      tell(again.pid)
      log.note('The app answers again')
      return again
    },
    onEnd: (reason) => log.note(`The app ${reason}; it is started again`),
  })
  if (hasTraffic) playTraffic({ launched, ratePerSecond, env: appOptions.env })
  console.log(
    `\n${banner([
      `Billie supervisor dashboard   ${originOf(port)}/admin`,
      '',
      `E-mail     ${credentials.email}`,
      `Password   ${credentials.password}`,
      '',
      hasTraffic ? `Simulated traffic: ${ratePerSecond} events a second` : 'No simulated traffic',
      `Ctrl-C stops everything; data stays in ${folder.name}`,
    ])}\n`,
  )
  await untilInterrupted
}

const startEnginesAndAccount = async (
  { folder, log, signal }: Launch,
  credentials: ReturnType<typeof readCredentials>,
) => {
  const engines = await bringUpEngines({
    folder,
    log,
    signal,
    explicit: { databaseUri: setting('DATABASE_URI'), redisUrl: setting('REDIS_URL') },
  })
  const env = appEnvironment({ engines, credentials, isProcessing: false })
  await log.step(
    'Supervisor account',
    () => ensureAccount({ credentials, env, signal }),
    () => credentials.email,
  )
  return engines
}

const playTraffic = (options: {
  launched: Launch
  ratePerSecond: number
  env: Record<string, string | undefined>
}): void => {
  const { launched, ...rest } = options
  const { folder, log } = launched
  const start = () => startSimulator({ folder, ...rest })
  folder.services.keepRunning({
    first: start(),
    again: async () => start(),
    onEnd: (reason) => log.note(`The simulator ${reason}; it is started again`),
  })
}

/** Waits for both. The failure of one ends the other, and is told once that has ended too. */
const together = async <First, Second>(
  signal: AbortSignal,
  begin: (either: AbortSignal) => [Promise<First>, Promise<Second>],
): Promise<[First, Second]> => {
  const failure = new AbortController()
  let reason: unknown
  const work = begin(AbortSignal.any([signal, failure.signal]))
  const fail = (error: unknown): void => {
    reason ??= error
    failure.abort()
  }
  for (const one of work) one.catch(fail)
  await Promise.allSettled(work)
  if (failure.signal.aborted) throw reason
  return Promise.all(work)
}
