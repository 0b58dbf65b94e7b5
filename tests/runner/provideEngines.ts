import { startTestEngines } from '@/engines'

/**
 * Gives every test file `DATABASE_URI` and `REDIS_URL`. The runner brings engines along; without
 * it (`npx vitest --project integration`) they are started here. Never those of a developer's
 * environment: tests throw data away.
 */
export default async function provideEngines(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.TEST_ENGINES === 'provided') return undefined
  const engines = await startTestEngines()
  process.env.DATABASE_URI = engines.databaseUri
  process.env.REDIS_URL = engines.redisUrl
  return engines.stop
}
