import type { Redis } from 'ioredis'

import type { StreamId } from '@/ledger/streamId'

import type { BreakerState } from './breaker'

/** What a running worker says of itself, every few seconds. */
export interface WorkerReport {
  consumer: string
  /** This life of the process; another one after every start. */
  incarnation: string
  host: string
  pid: number
  startedAt: string
  lastId: StreamId | null
  applied: number
  repeated: number
  parked: number
  lost: number
  /** By name: `mongodb`, `redis`, `projection:NAME`. */
  breakers: Record<string, BreakerState>
  /** Why it does not project, where it leaves that to others. */
  standingBy: string | null
}

/** A report that is not renewed for so long is of a worker that is gone, in milliseconds. */
export const reportLifeMs = 10_000

/**
 * Writes a worker's report, which expires by itself.
 * @returns the times (Redis' clock, in milliseconds) of the reports of other incarnations that use
 *   the same consumer's name, and the time of this one
 */
export const writeWorkerReport = async (
  redis: Redis,
  stream: string,
  report: WorkerReport,
): Promise<{ atMs: number; namesakesAtMs: number[] }> => {
  const [atMs, namesakesAtMs] = (await redis.eval(
    writeScript,
    1,
    keyOf(stream),
    report.incarnation,
    JSON.stringify(report),
    reportLifeMs,
    report.consumer,
  )) as [number, number[]]
  return { atMs, namesakesAtMs }
}

/** Removes a worker's report at its orderly end. */
export const removeWorkerReport = async (
  redis: Redis,
  stream: string,
  incarnation: string,
): Promise<void> => {
  await redis.hdel(keyOf(stream), incarnation)
}

/** The workers that project the stream now, in whichever process. */
export const readWorkerReports = async (redis: Redis, stream: string): Promise<WorkerReport[]> => {
  const texts = (await redis.eval(readScript, 1, keyOf(stream), reportLifeMs)) as string[]
  return texts
    .map((text) => JSON.parse(text) as WorkerReport)
    .sort((left, right) => left.consumer.localeCompare(right.consumer))
}

const keyOf = (stream: string): string => `payload-dashboard:workers:${stream}`

/** Each value is the time, a space and the report; Redis' clock alone counts. */
const clock = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function split(value)
  local at, report = string.match(value, '^(%d+) (.*)$')
  return tonumber(at), report
end
`

const writeScript = `
${clock}
local namesakes = {}
local flat = redis.call('HGETALL', KEYS[1])
for index = 1, #flat, 2 do
  local at, report = split(flat[index + 1])
  if flat[index] == ARGV[1] then
  elseif now - at > tonumber(ARGV[3]) then redis.call('HDEL', KEYS[1], flat[index])
  elseif cjson.decode(report)['consumer'] == ARGV[4] then namesakes[#namesakes + 1] = at end
end
redis.call('HSET', KEYS[1], ARGV[1], string.format('%d', now) .. ' ' .. ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return {now, namesakes}
`

const readScript = `
${clock}
local reports = {}
for _, value in ipairs(redis.call('HVALS', KEYS[1])) do
  local at, report = split(value)
  if now - at <= tonumber(ARGV[1]) then reports[#reports + 1] = report end
end
return reports
`
