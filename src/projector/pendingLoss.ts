import type { StreamId } from '@/ledger/streamId'

import { maximumCriticalErrors } from './criticalErrors'
import { groupName } from './group'

/**
 * Entries that were deleted from the stream while they were pending can never be read again. Redis
 * forgets them with the very call that names them, whoever hears the answer: so each script here
 * puts them on the list of lost events in the same step. (A script that has written before is
 * let write on where Redis is out of memory.)
 */
export interface PendingLoss {
  reason: 'deleted-while-pending'
  stream: string
  count: number
  ids: StreamId[]
  at: string
  /** Redis took the report on the list of lost events. */
  isListed: boolean
}

/** The first arguments of each script; its keys are the stream and the list of lost events. */
export const lossArguments = (consumer: string): [string, string, string, number] => [
  groupName,
  consumer,
  new Date().toISOString(),
  maximumCriticalErrors,
]

/** Reads what a script says of deleted entries. */
export const toPendingLoss = (reply: unknown): PendingLoss | undefined => {
  if (!reply) return undefined
  const [text, isListed] = reply as [string, number]
  return { ...(JSON.parse(text) as PendingLoss), isListed: isListed === 1 }
}

const report = `
local function report(ids)
  if #ids == 0 then return false end
  local text = cjson.encode({
    reason = 'deleted-while-pending', stream = KEYS[1], count = #ids, ids = ids, at = ARGV[3]
  })
  local pushed = redis.pcall('RPUSH', KEYS[2], text)
  if type(pushed) == 'table' and pushed.err then return {text, 0} end
  redis.call('LTRIM', KEYS[2], -tonumber(ARGV[4]), -1)
  return {text, 1}
end
`

/**
 * Takes entries over; answers where to go on, the ids (entries may be large, and would be copied)
 * and the report.
 */
export const claimScript = `
${report}
local claimed = redis.call(
  'XAUTOCLAIM', KEYS[1], ARGV[1], ARGV[2], ARGV[5], ARGV[6], 'COUNT', ARGV[7], 'JUSTID'
)
return {claimed[1], claimed[2], report(claimed[3])}
`

/** Makes what a consumer holds old enough to be claimed; answers the last id, how many, the report. */
export const releaseScript = `
${report}
local held = redis.call('XPENDING', KEYS[1], ARGV[1], ARGV[5], '+', ARGV[6], ARGV[2])
if #held == 0 then return false end
local command = {'XCLAIM', KEYS[1], ARGV[1], ARGV[2], '0'}
for _, entry in ipairs(held) do command[#command + 1] = entry[1] end
for _, option in ipairs({'IDLE', ARGV[7], 'JUSTID'}) do command[#command + 1] = option end
local claimed = {}
for _, id in ipairs(redis.call(unpack(command))) do claimed[id] = true end
local deleted = {}
for _, entry in ipairs(held) do
  if not claimed[entry[1]] then deleted[#deleted + 1] = entry[1] end
end
return {held[#held][1], #held - #deleted, report(deleted)}
`

/** Acknowledges deleted entries; answers the report of those that were pending until now. */
export const settleScript = `
${report}
local deleted = {}
for index = 5, #ARGV do
  if redis.call('XACK', KEYS[1], ARGV[1], ARGV[index]) == 1 then
    deleted[#deleted + 1] = ARGV[index]
  end
end
return report(deleted)
`
