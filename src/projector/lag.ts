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
    const [found, last, isEnd] = (await redis.eval(
      countScript,
      1,
      stream,
      after,
      maximumCounted - events,
    )) as [number, StreamId, number]
    events += found
    if (isEnd === 1) return { events, isAtLeast: false }
    after = last
  }
  return { events, isAtLeast: true }
}

/**
 * Counts where the entries are, so that none of them crosses the network, and as far as a moment
 * allows: Redis serves nobody else meanwhile, and an asker that is busy pays for each call. The
 * script holds what it takes at once: about a megabyte, or ten entries where they are larger than
 * a tenth of that.
 */
const countScript = `
local after, wanted, found = ARGV[1], tonumber(ARGV[2]), 0
local began, fitting = os.clock(), 10
repeat
  local count = math.min(fitting, wanted - found)
  local entries = redis.call('XRANGE', KEYS[1], '(' .. after, '+', 'COUNT', count)
  found = found + #entries
  if #entries > 0 then after = entries[#entries][1] end
  if #entries < count then return {found, after, 1} end
  local bytes = 1
  for _, entry in ipairs(entries) do
    for _, text in ipairs(entry[2]) do bytes = bytes + #text end
  end
  fitting = math.max(10, math.min(200, math.floor(1000000 * #entries / bytes)))
until found >= wanted or os.clock() - began > 0.01
return {found, after, 0}
`
