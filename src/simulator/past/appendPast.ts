import type { Redis } from 'ioredis'

import type { PastEntry } from './createPast'

/** Whether nothing was ever appended to a stream. */
export const isUntouched = async (redis: Redis, stream: string): Promise<boolean> => {
  if ((await redis.exists(stream)) === 0) return true
  const told = (await redis.xinfo('STREAM', stream)) as unknown[]
  return told[told.indexOf('last-generated-id') + 1] === '0-0'
}

/**
 * Appends a past under the ids of its own time, all of it or nothing: Redis gives an older id only
 * to a stream that has no newer one, so whatever was appended meanwhile keeps the past out.
 * @returns whether it was appended
 * @throws {Error} Redis' own answer where it takes a part only; and where it says nothing of what
 * became of the transaction
 */
export const appendPast = async (
  redis: Redis,
  stream: string,
  entries: readonly PastEntry[],
): Promise<boolean> => {
  const transaction = redis.multi()
  for (const { fields, id } of entries)
    transaction.xadd(stream, id, ...Object.entries(fields).flat())
  const answers = await transaction.exec()
  if (answers === null) throw new Error(`Redis did not append the past to ${stream}`)
  const refusals = answers.flatMap(([error]) => error ?? [])
  if (refusals.length === 0) return true
  if (refusals.length < entries.length) throw refusals[0]!
  return false
}
