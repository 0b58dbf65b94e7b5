import { setting } from './environment'
import { explain, launch } from './launcher'
import { readOptions } from './options'
import { bringUpEngines } from './bringUp'

const help = `npm run engines [-- --data DIR]

Brings up MongoDB and Redis, prints their addresses and keeps them running until Ctrl-C.

  --data DIR   where data, logs and downloaded programs are kept (default .billie)`

const main = async (): Promise<void> => {
  const { data, help: isHelpWanted } = readOptions(
    { data: { type: 'string', default: '.billie' }, help: { type: 'boolean' } },
    help,
  )
  if (isHelpWanted) return console.log(help)
  await launch({
    command: 'npm run engines',
    dataPath: data,
    run: async ({ beforeStop, folder, log, signal, untilInterrupted }) => {
      const engines = await bringUpEngines({
        folder,
        log,
        signal,
        explicit: { databaseUri: setting('DATABASE_URI'), redisUrl: setting('REDIS_URL') },
      })
      beforeStop(engines.stop)
      console.log(`\nDATABASE_URI=${engines.databaseUri}\nREDIS_URL=${engines.redisUrl}\n`)
      console.log('  Running until Ctrl-C.')
      await untilInterrupted
    },
  })
}

main().catch((error: unknown) => {
  explain(error)
  process.exitCode = 1
})
