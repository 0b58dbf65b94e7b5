import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Lets an operator's command speak to the demo that runs here: where no database is named, the
 * addresses and the secret of the demo in `folder` are taken. Nothing is changed where one is
 * named, or where no demo runs.
 */
export const adoptRunningDemo = (folder = '.billie'): void => {
  if (process.env.DATABASE_URI) return
  const demo = readJson(join(folder, 'demo.json'))
  const credentials = readJson(join(folder, 'credentials.json'))
  if (!demo?.databaseUri || !demo.redisUrl || !credentials?.payloadSecret) return
  process.env.DATABASE_URI = demo.databaseUri
  process.env.REDIS_URL = demo.redisUrl
  process.env.PAYLOAD_SECRET ||= credentials.payloadSecret
}

const readJson = (file: string): Record<string, string> | undefined => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>
  } catch (error) {
    // No demo runs here, or it is being written at this moment: the environment must say.
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT')
      return undefined
    throw error
  }
}
