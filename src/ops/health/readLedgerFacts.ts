import type { Redis } from 'ioredis'

import type { StreamId } from '@/ledger/streamId'
import { groupName } from '@/projector/consumer'
import { readLag } from '@/projector/lag'
import { toTable } from '@/projector/lua'

import type { LedgerFacts, SyncFacts } from './facts'
import { readLost } from './readLost'

/** Reads the stream and its group at one instant; no entry's content crosses the network. */
export const readLedgerFacts = async (
  redis: Redis,
  stream: string,
  maximumCounted: number,
): Promise<LedgerFacts> => {
  const text = (await redis.eval(snapshotScript, 1, stream, groupName, sampledHead)) as string
  const { group, head, ...told } = JSON.parse(text) as Snapshot
  const lostLastDay = await readLost(redis, stream, told.nowMs)
  const ledger = { ...told, acknowledgedHeadIds: toList(head), lostLastDay }
  if (!group) return ledger
  const { lag, oldestPending, ...rest } = group
  // A Redis that was restarted has forgotten how many entries were read: its own lag is then too
  // great, for ever. It is believed only beyond what can be counted.
  const counted = group.nextUndeliveredId
    ? await readLag({
        redis,
        stream,
        told: null,
        lastDeliveredId: group.lastDeliveredId,
        maximumCounted,
      })
    : { events: 0, isAtLeast: false }
  const lagEvents = counted.isAtLeast ? Math.max(counted.events, lag ?? 0) : counted.events
  return {
    ...ledger,
    group: {
      ...rest,
      lagEvents: Math.min(lagEvents, told.length),
      isLagAtLeast: counted.isAtLeast,
      ...(oldestPending && {
        oldestPending: {
          id: oldestPending[0],
          consumer: oldestPending[1],
          idleMs: oldestPending[2],
        },
      }),
    },
  }
}

/** Compares the stream with the greatest archived id. */
export const readSyncFacts = async ({
  greatestId,
  maximumCounted,
  redis,
  stream,
  syncDifferenceEvents,
}: {
  redis: Redis
  stream: string
  greatestId: StreamId | undefined
  syncDifferenceEvents: number
  maximumCounted: number
}): Promise<SyncFacts> => {
  const after = greatestId ?? '0-0'
  const text = (await redis.eval(
    differenceScript,
    1,
    stream,
    after,
    syncDifferenceEvents + 1,
  )) as string
  const { count, firstId, lastGeneratedId, lastId } = JSON.parse(text) as Difference
  const isExcess = count > syncDifferenceEvents
  const { events, isAtLeast } = isExcess
    ? await readLag({ redis, stream, told: null, lastDeliveredId: after, maximumCounted })
    : { events: count, isAtLeast: false }
  return {
    entriesAfterArchive: events,
    isAtLeast,
    ...(lastGeneratedId && { lastGeneratedId }),
    ...(firstId && { firstAfterId: firstId }),
    ...(isExcess && lastId && { excessId: lastId }),
  }
}

const sampledHead = 20

interface Snapshot {
  nowMs: number
  length: number
  entriesAdded: number
  firstId?: StreamId
  /** An empty list is written as an object. */
  head: StreamId[] | Record<string, never>
  group?: {
    lastDeliveredId: StreamId
    pending: number
    lag?: number
    entriesRead?: number
    nextUndeliveredId?: StreamId
    oldestPending?: [id: StreamId, consumer: string, idleMs: number]
  }
}

interface Difference {
  count: number
  firstId?: StreamId
  lastId?: StreamId
  lastGeneratedId?: StreamId
}

const toList = (head: Snapshot['head']): StreamId[] => (Array.isArray(head) ? head : [])

/**
 * The first ids of the stream that are acknowledged for certain are those up to the last delivered
 * one and before the oldest pending one.
 */
const snapshotScript = `
${toTable}
local time = redis.call('TIME')
local result = { nowMs = time[1] * 1000 + math.floor(time[2] / 1000), length = 0, entriesAdded = 0, head = {} }
if redis.call('EXISTS', KEYS[1]) == 0 then return cjson.encode(result) end
local info = toTable(redis.call('XINFO', 'STREAM', KEYS[1]))
result.length = info['length']
result.entriesAdded = info['entries-added']
if info['first-entry'] then result.firstId = info['first-entry'][1] end
for _, flat in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
  local group = toTable(flat)
  if group['name'] == ARGV[1] then
    local position = group['last-delivered-id']
    local found = { lastDeliveredId = position, pending = group['pending'] }
    if group['lag'] then found.lag = group['lag'] end
    if group['entries-read'] then found.entriesRead = group['entries-read'] end
    local after = redis.call('XRANGE', KEYS[1], '(' .. position, '+', 'COUNT', 1)
    if #after > 0 then found.nextUndeliveredId = after[1][1] end
    local pending = redis.call('XPENDING', KEYS[1], ARGV[1], '-', '+', 1)
    local last = position
    if #pending > 0 then
      found.oldestPending = { pending[1][1], pending[1][2], pending[1][3] }
      last = '(' .. pending[1][1]
    end
    result.group = found
    if last ~= '(0-0' then
      for index, entry in ipairs(redis.call('XRANGE', KEYS[1], '-', last, 'COUNT', ARGV[2])) do
        result.head[index] = entry[1]
      end
    end
  end
end
return cjson.encode(result)
`

const differenceScript = `
${toTable}
local result = { count = 0 }
if redis.call('EXISTS', KEYS[1]) == 0 then return cjson.encode(result) end
result.lastGeneratedId = toTable(redis.call('XINFO', 'STREAM', KEYS[1]))['last-generated-id']
local entries = redis.call('XRANGE', KEYS[1], '(' .. ARGV[1], '+', 'COUNT', ARGV[2])
result.count = #entries
if #entries > 0 then
  result.firstId = entries[1][1]
  result.lastId = entries[#entries][1]
end
return cjson.encode(result)
`
