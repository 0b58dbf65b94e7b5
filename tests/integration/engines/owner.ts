// Run as a process: owner.ts DIR CACHE. Starts engines, prints their addresses, and stays.
import { startEngines } from '@/engines'

const [dataDir = '', cacheFolder = ''] = process.argv.slice(2)

const { databaseUri, redisUrl } = await startEngines({
  dataDir,
  cacheFolder,
  log: (line) => console.error(line),
})
console.log(JSON.stringify({ databaseUri, redisUrl }))
setInterval(() => undefined, 1_000)
