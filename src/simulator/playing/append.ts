import type { Redis } from 'ioredis'

/**
 * Appends entries in one pipeline, in order. What a lost connection left undone is sent again once
 * Redis is back; an entry may then stand twice, as with any producer that does not lose events.
 * @throws {Error} Redis' own answer, where it refuses a command (wrong type, out of memory, …)
 */
export const append = async ({
  redis,
  stream,
  entries,
  signal,
}: {
  redis: Redis
  stream: string
  entries: readonly Record<string, string>[]
  signal?: AbortSignal
}): Promise<void> => {
  let rest = entries
  while (rest.length > 0 && !signal?.aborted) {
    const pipeline = redis.pipeline()
    for (const fields of rest) pipeline.xadd(stream, '*', ...Object.entries(fields).flat())
    const results = await pipeline.exec()
    const sent = rest
    rest = sent.filter((_, index) => {
      const error = results?.[index]?.[0]
      if (error && error.name === 'ReplyError') throw error
      return !results || error
    })
    if (rest.length > 0) await new Promise((resolve) => setTimeout(resolve, retryDelayMs))
  }
}

const retryDelayMs = 250
