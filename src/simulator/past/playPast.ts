import type { Redis } from 'ioredis'

import { appendPast, isUntouched } from './appendPast'
import { createPast, type Past, type PastOptions } from './createPast'

/**
 * Gives a stream its past, where nothing was ever appended to it.
 * @returns nothing where the stream has entries
 */
export const playPast = async ({
  redis,
  stream,
  ...options
}: PastOptions & { redis: Redis; stream: string }): Promise<Past | undefined> => {
  if (!(await isUntouched(redis, stream))) return undefined
  const past = createPast(options)
  return (await appendPast(redis, stream, past.entries)) ? past : undefined
}
