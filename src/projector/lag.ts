import type { Redis } from 'ioredis'

import type { StreamId } from '@/ledger/streamId'

/** How many entries of the ledger were not delivered to any worker yet. */
export interface Lag {
  events: number
  /** Counting was ended at `events`: there are at least so many. */
  isAtLeast: boolean
}

/**
 * The lag of a consumer group. Redis does not know it (NULL, which is not zero) after entries were
 * deleted or the group's position was set; the entries are counted then.
 * @param told what `XINFO GROUPS` says: a number or NULL
 * @param lastDeliveredId the group's position
 */
export const readLag = async ({
  lastDeliveredId,
  maximumCounted = 100_000,
  redis,
  stream,
  told,
}: {
  redis: Redis
  stream: string
  told: unknown
  lastDeliveredId: StreamId
  maximumCounted?: number
}): Promise<Lag> => {
  if (typeof told === 'number') return { events: told, isAtLeast: false }
  let events = 0
  for (let after = lastDeliveredId; events < maximumCounted;) {
    const count = Math.min(entriesPerCall, maximumCounted - events)
    const [found, last] = (await redis.eval(countScript, 1, stream, after, count)) as [
      number,
      StreamId,
    ]
    events += found
    if (found < count) return { events, isAtLeast: false }
    after = last
  }
  return { events, isAtLeast: true }
}

const entriesPerCall = 200

/** Counts where the entries are, so that none of them crosses the network. */
const countScript = `
local entries = redis.call('XRANGE', KEYS[1], '(' .. ARGV[1], '+', 'COUNT', ARGV[2])
if #entries == 0 then return {0, ARGV[1]} end
return {#entries, entries[#entries][1]}
`
