import type { Redis } from 'ioredis'

import type { StreamId } from '@/ledger/streamId'

/** How far the ledger is projected, and which place in the change feed tells of all that. */
export interface Watermark {
  /** Redis' own clock, in milliseconds since the epoch. */
  nowMs: number
  /** Everything that was appended up to this event is acknowledged; absent where none is. */
  completeTo?: StreamId
  /** Entries that are not acknowledged: given to a worker, or to nobody yet. */
  behindEvents: number
  /** Redis does not know how many were given to nobody; there are at least so many. */
  isBehindAtLeast: boolean
  /** The first of them. */
  oldestWaiting?: StreamId
  /** The newest place in the change feed; whoever has read up to it has seen the changes. */
  position?: StreamId
  /** Whether there is a group that reads the ledger. */
  hasGroup: boolean
}

/**
 * Reads the watermark at one instant. It holds because of the order of a worker's steps: what is
 * acknowledged was committed and published before. The place in the feed is read in the same step,
 * so a reader who has come up to it has heard of everything up to `completeTo`.
 */
export const readWatermark = async (
  redis: Redis,
  { feed, group, stream }: { stream: string; group: string; feed: string },
): Promise<Watermark> =>
  JSON.parse((await redis.eval(script, 2, stream, feed, group)) as string) as Watermark

/**
 * KEYS: 1 the ledger, 2 the change feed. ARGV: 1 the group. The first pending entry bounds what is
 * complete: the one before it in the stream is the last. What waits is counted, but only a little
 * of it, because entries may be large; beyond that Redis' own lag is taken, which is too great where
 * a restart made it forget how many were read.
 */
const script = `
local time = redis.call('TIME')
local result = {
  nowMs = time[1] * 1000 + math.floor(time[2] / 1000),
  behindEvents = 0, isBehindAtLeast = false, hasGroup = false
}
local newest = redis.call('XREVRANGE', KEYS[2], '+', '-', 'COUNT', 1)
if #newest > 0 then result.position = newest[1][1] end
if redis.call('EXISTS', KEYS[1]) == 0 then return cjson.encode(result) end
for _, flat in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
  local told = {}
  for index = 1, #flat, 2 do told[flat[index]] = flat[index + 1] end
  if told['name'] == ARGV[1] then
    result.hasGroup = true
    local delivered = told['last-delivered-id']
    local waiting = redis.call('XRANGE', KEYS[1], '(' .. delivered, '+', 'COUNT', 1)
    if #waiting > 0 then
      result.oldestWaiting = waiting[1][1]
      local counted = #redis.call('XRANGE', KEYS[1], '(' .. delivered, '+', 'COUNT', 50)
      if counted == 50 and told['lag'] then
        counted = math.max(counted, math.min(told['lag'], redis.call('XLEN', KEYS[1])))
      else
        result.isBehindAtLeast = counted == 50
      end
      result.behindEvents = counted
    end
    local complete = delivered
    if told['pending'] > 0 then
      result.behindEvents = result.behindEvents + told['pending']
      local first = redis.call('XPENDING', KEYS[1], ARGV[1], '-', '+', 1)[1][1]
      result.oldestWaiting = first
      local before = redis.call('XREVRANGE', KEYS[1], '(' .. first, '-', 'COUNT', 1)
      complete = #before > 0 and before[1][1] or '0-0'
    end
    if complete ~= '0-0' then result.completeTo = complete end
  end
end
return cjson.encode(result)
`
