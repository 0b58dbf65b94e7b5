import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { spawn } from 'node:child_process'

import { bringUpEngines } from './bringUp'
import { ensureAccount } from './demo/account'
import { originOf } from './demo/app'
import { appEnvironment } from './demo/appEnvironment'
import { readCredentials } from './demo/credentials'
import { inherited, setting } from './environment'
import { explain, launch } from './launcher'
import { readOptions, wholeNumber } from './options'
import { requireFreePort } from './ports'
import { EngineProblem } from './problem'
import { projectRoot } from './root'

const help = `npm run dev [-- --port N --data DIR]

Next's development server. Where neither DATABASE_URI nor a .env file says which engines to use,
MongoDB and Redis are brought up first, with the demo's data and account.

  --port N     the port on 127.0.0.1 (default 3000)
  --data DIR   where data, logs and downloaded programs are kept (default .billie)`

const main = async (): Promise<void> => {
  const values = readOptions(
    {
      port: { type: 'string', short: 'p', default: '3000' },
      data: { type: 'string', default: '.billie' },
      help: { type: 'boolean', short: 'h', default: false },
    },
    help,
  )
  if (values.help) return console.log(help)
  const port = wholeNumber('port', values.port, 1, 65_535)
  await requireFreePort(port)
  if (hasOwnEngines()) await serve({ port, env: inherited() })
  else await serveWithEngines(port, values.data)
}

const hasOwnEngines = (): boolean =>
  setting('DATABASE_URI') !== undefined ||
  ['.env', '.env.local', '.env.development'].some((name) => existsSync(join(projectRoot, name)))

const serveWithEngines = (port: number, dataPath: string): Promise<never> =>
  launch({
    command: 'npm run dev',
    dataPath,
    run: async ({ beforeStop, folder, log, signal }) => {
      const credentials = readCredentials(folder.path)
      const engines = await bringUpEngines({
        folder,
        log,
        signal,
        explicit: { redisUrl: setting('REDIS_URL') },
      })
      beforeStop(engines.stop)
      await log.step(
        'Supervisor account',
        () =>
          ensureAccount({
            credentials,
            signal,
            env: appEnvironment({ engines, credentials, isProcessing: false }),
          }),
        () => `${credentials.email}, password ${credentials.password}`,
      )
      const env = {
        ...appEnvironment({ engines, credentials, isProcessing: true }),
        NODE_ENV: 'development',
      }
      console.log(`\n  ${originOf(port)}/admin\n`)
      await serve({ port, env, signal, onStart: beforeStop })
    },
  })

/** Runs `next dev` on this terminal until it ends. */
const serve = async (options: {
  port: number
  env: Record<string, string | undefined>
  signal?: AbortSignal
  onStart?: (stop: () => Promise<void>) => void
}): Promise<void> => {
  const { env, onStart, port, signal } = options
  const next = spawn(
    process.execPath,
    [
      join(projectRoot, 'node_modules/next/dist/bin/next'),
      ...['dev', '-H', '127.0.0.1', '-p', String(port)],
    ],
    { cwd: projectRoot, env: env as NodeJS.ProcessEnv, stdio: 'inherit' },
  )
  const ended = new Promise<number>((resolve) =>
    next.once('exit', (code, endedBy) => resolve(code ?? (endedBy ? 0 : 1))),
  )
  const stop = async (): Promise<void> => {
    next.kill('SIGTERM')
    await ended
  }
  onStart?.(stop)
  if (!onStart)
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => void stop())
  const code = await ended
  if (code !== 0 && !signal?.aborted)
    throw new EngineProblem(`next dev ended with code ${code}; what it said stands above.`)
}

main().catch((error: unknown) => {
  explain(error)
  process.exitCode = 1
})
