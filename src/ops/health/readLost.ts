import type { Redis } from 'ioredis'

import { criticalErrorTypes, criticalListOf } from '@/projector/criticalErrors'

const dayMs = 24 * 60 * 60_000
const maximumReports = 200

/**
 * How many entries of a stream were reported as lost in the last 24 hours. Counted where the
 * reports are: their ids need not cross the network. Whoever removes a report has taken note.
 */
export const readLost = async (redis: Redis, stream: string, nowMs: number): Promise<number> =>
  (await redis.eval(
    countScript,
    1,
    criticalListOf(criticalErrorTypes.lostEvents),
    stream,
    new Date(nowMs - dayMs).toISOString(),
    maximumReports,
  )) as number

const countScript = `
local lost = 0
for _, text in ipairs(redis.call('LRANGE', KEYS[1], -ARGV[3], -1)) do
  local isRead, report = pcall(cjson.decode, text)
  if isRead and type(report) == 'table' and report['stream'] == ARGV[1]
    and type(report['at']) == 'string' and report['at'] >= ARGV[2] then
    local count = report['count']
    if type(count) ~= 'number' then
      count = type(report['ids']) == 'table' and #report['ids'] or 1
    end
    lost = lost + count
  end
end
return lost
`
