import type { Launch } from '../launcher'
import { requireFreePort } from '../ports'
import { originOf, startApp } from './app'
import { isArchiveEmpty } from './archive'
import { banner } from './banner'
import { readCredentials, type Credentials } from './credentials'
import { removeDemoFile, writeDemoFile } from './demoFile'
import type { DemoOptions } from './options'
import { startSimulator } from './simulator'
import { startDemo, type StartedDemo } from './start'

/** The demo, from nothing to a screen on which conversations move; runs until the person stops it. */
export const runDemo = async (options: DemoOptions, launched: Launch): Promise<void> => {
  const { beforeStop, folder, untilInterrupted } = launched
  const { hasTraffic, port, ratePerSecond } = options
  // A killed demo leaves this behind.
  removeDemoFile(folder.path)
  await requireFreePort(port)
  const credentials = readCredentials(folder.path)
  const started = await startDemo({ launched, port, credentials })
  beforeStop(() => removeDemoFile(folder.path))
  keepServing({ started, launched, port, credentials })
  if (hasTraffic) await keepTraffic({ started, launched, options })
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

/** Starts the app again whenever it dies, and keeps `demo.json` true. */
const keepServing = (options: {
  started: StartedDemo
  launched: Launch
  port: number
  credentials: Credentials
}): void => {
  const { credentials, launched, port, started } = options
  const { folder, log, signal } = launched
  const { customerTokenSecret, email, metricsToken, password } = credentials
  const { databaseUri, redisUrl } = started.engines
  const tell = (appPid: number): void => {
    if (signal.aborted) return
    writeDemoFile(folder.path, {
      ...{ url: originOf(port), databaseUri, redisUrl, email, password },
      ...{ customerTokenSecret, metricsToken, pid: process.pid, appPid },
    })
  }
  tell(started.app.pid)
  folder.services.keepRunning({
    first: started.app,
    again: async () => {
      const again = await startApp(started.appOptions)
      tell(again.pid)
      log.note('The app answers again')
      return again
    },
    onEnd: (reason) => log.note(`The app ${reason}; it is started again`),
  })
}

/**
 * Starts the chat application's play at `ratePerSecond` events a second, and again whenever it ends
 * before the demo does. An archive that is still empty is first given `pastDays` days of past, by the
 * first start alone and unless the stream has entries by then. Returns once it is started.
 */
const keepTraffic = async ({
  launched: { folder, log },
  options: { pastDays, ratePerSecond },
  started: { appOptions, engines },
}: {
  started: StartedDemo
  launched: Launch
  options: DemoOptions
}): Promise<void> => {
  const play = { folder, ratePerSecond, env: appOptions.env }
  // The ids of a past are older than those of the archive, which knows its entries by them.
  const hasPast = pastDays > 0 && (await isArchiveEmpty(engines.databaseUri))
  folder.services.keepRunning({
    first: startSimulator({ ...play, pastDays: hasPast ? pastDays : 0 }),
    again: async () => startSimulator({ ...play, pastDays: 0 }),
    onEnd: (reason) => log.note(`The simulator ${reason}; it is started again`),
  })
}
