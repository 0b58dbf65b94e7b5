import type { ChainableCommander, Redis } from 'ioredis'

import type { StreamId } from '@/ledger/streamId'

import { criticalErrorTypes, criticalListOf, maximumCriticalErrors } from './criticalErrors'
import { groupName } from './group'
import { toTable } from './lua'

/** Entries that were removed from the stream before any worker was given them. */
export interface UnreadLoss {
  reason: 'trimmed-before-read' | 'deleted-before-read'
  stream: string
  count: number
  /** More may be lost than can be counted. */
  isAtLeast: boolean
  /** Their ids, where they are known. */
  ids?: StreamId[]
  /** They came after this entry, the last one that was delivered. */
  after: StreamId
  /** They came before this entry, the first one that is left. */
  before?: StreamId
  at: string
  /** Redis took the report on the list of lost events. */
  isListed: boolean
}

/**
 * Adds a question to a transaction, right before a read of the group: were entries removed between
 * the group's position and the first entry that is left? Once the read has passed the gap nobody
 * could tell any more. A loss is put on the list of lost events, and the group's own count set right,
 * in the same step: it is reported once, whichever worker sees it and whatever dies then.
 */
export const findUnread = (multi: ChainableCommander, stream: string): ChainableCommander =>
  multi.eval(
    unreadScript,
    3,
    stream,
    criticalListOf(criticalErrorTypes.lostEvents),
    `payload-dashboard:deleted-unread:${stream}`,
    groupName,
    new Date().toISOString(),
    maximumCriticalErrors,
  )

/** Reads the answer of the question. */
export const toUnreadLoss = (reply: unknown): UnreadLoss | undefined => {
  if (!reply) return undefined
  const [text, isListed] = reply as [string, number]
  return { ...(JSON.parse(text) as UnreadLoss), isListed: isListed === 1 }
}

/**
 * What was removed from a stream whose group is missing.
 * @returns nothing where the group exists
 */
export const readRemoved = async (
  redis: Redis,
  stream: string,
): Promise<{ count: number; firstId?: StreamId } | undefined> => {
  const reply = (await redis.eval(removedScript, 1, stream, groupName)) as [number, string] | null
  if (!reply) return undefined
  const [count, firstId] = reply
  return { count, ...(firstId !== '0-0' && { firstId }) }
}

const groupOf = `
${toTable}
local function groupOf(stream, name)
  for _, flat in ipairs(redis.call('XINFO', 'GROUPS', stream)) do
    local group = toTable(flat)
    if group['name'] == name then return group end
  end
end
`

const removedScript = `
${groupOf}
if redis.call('EXISTS', KEYS[1]) == 0 then return {0, '0-0'} end
if groupOf(KEYS[1], ARGV[1]) then return false end
local info = toTable(redis.call('XINFO', 'STREAM', KEYS[1]))
return {info['entries-added'] - info['length'], info['recorded-first-entry-id']}
`

/**
 * Numbers in ids may be greater than Lua can hold exactly: they are compared as digits. A Redis that
 * was restarted has forgotten how many entries the group had read, and says 0: that is made unknown,
 * until Redis knows it again when the group reaches the end. Believed, it would make everything
 * lost that was read and trimmed before.
 */
const unreadScript = `
${groupOf}
local function isGreater(left, right)
  if #left ~= #right then return #left > #right end
  return left > right
end
local function isLater(left, right)
  local leftMs, leftN = string.match(left, '^(%d+)-(%d+)$')
  local rightMs, rightN = string.match(right, '^(%d+)-(%d+)$')
  if leftMs ~= rightMs then return isGreater(leftMs, rightMs) end
  return isGreater(leftN, rightN)
end
if redis.call('EXISTS', KEYS[1]) == 0 then return false end
local group = groupOf(KEYS[1], ARGV[1])
if not group then return false end
local info = toTable(redis.call('XINFO', 'STREAM', KEYS[1]))
local position = group['last-delivered-id']
local read = group['entries-read']
local first = info['recorded-first-entry-id']
local deleted = info['max-deleted-entry-id']
local isEmpty = info['length'] == 0
local removed = info['entries-added'] - info['length']
if read == 0 and position ~= '0-0' then
  redis.call('XGROUP', 'SETID', KEYS[1], ARGV[1], position)
  read = false
end
local loss = { stream = KEYS[1], after = position, at = ARGV[2], isAtLeast = true }
if not isEmpty then loss.before = first end
if read and removed > read and (isEmpty or isLater(first, position)) then
  loss.reason = 'trimmed-before-read'
  loss.count = removed - read
  redis.call('XGROUP', 'SETID', KEYS[1], ARGV[1], position, 'ENTRIESREAD', removed)
elseif isLater(deleted, position) and redis.call('GET', KEYS[3]) ~= deleted then
  loss.reason = 'deleted-before-read'
  loss.count = 1
  loss.ids = { deleted }
else
  return false
end
if isLater(deleted, position) then redis.call('SET', KEYS[3], deleted) end
local text = cjson.encode(loss)
local pushed = redis.pcall('RPUSH', KEYS[2], text)
if type(pushed) == 'table' and pushed.err then return {text, 0} end
redis.call('LTRIM', KEYS[2], -tonumber(ARGV[3]), -1)
return {text, 1}
`
