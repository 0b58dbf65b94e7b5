import type { ChainableCommander } from 'ioredis'

import { groupName } from './group'

/** What one read of new entries may bring. */
export interface ReadBounds {
  /** The most entries. */
  count: number
  /**
   * About the most bytes: a read ends with the ten entries, or fewer, that pass it, and so brings
   * less than the bytes of ten entries more. Of entries of 4 MB these are 40 MB.
   */
  bytes: number
}

/**
 * Adds a read of new entries to a transaction. Redis bounds one only by the number of its entries, and
 * they may be 4 MB each; so the script takes ten at a time, looks how long they are, and ends when
 * they have reached the bound: it may overshoot that by less than ten entries.
 */
export const addBoundedRead = (
  multi: ChainableCommander,
  { bounds, consumer, stream }: { stream: string; consumer: string; bounds: ReadBounds },
): ChainableCommander =>
  multi.eval(boundedReadScript, 1, stream, groupName, consumer, bounds.count, bounds.bytes)

const boundedReadScript = `
local found = {}
local bytes = 0
local most = tonumber(ARGV[3])
while #found < most and bytes < tonumber(ARGV[4]) do
  local wanted = math.min(most - #found, 10)
  local reply = redis.call(
    'XREADGROUP', 'GROUP', ARGV[1], ARGV[2], 'COUNT', wanted, 'STREAMS', KEYS[1], '>'
  )
  local part = reply and reply[1][2] or {}
  for _, entry in ipairs(part) do
    found[#found + 1] = entry
    for _, text in ipairs(entry[2]) do bytes = bytes + #text end
  end
  if #part < wanted then break end
end
return found
`
