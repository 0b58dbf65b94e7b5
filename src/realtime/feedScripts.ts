/**
 * The change feed's Lua scripts. KEYS: 1 the stream, 2 the watermark, 3 the floor.
 *
 * The watermark is the id of the last entry that was trimmed: a reader who had read up to it has
 * missed nothing. The floor is raised where the feed lost data: readers who stand below it cannot
 * know what they missed.
 */

const open = `
if redis.call('EXISTS', KEYS[1]) == 0 then
  local id = redis.call('XADD', KEYS[1], '*', 'open', '1')
  redis.call('SET', KEYS[2], '0-0')
  redis.call('SET', KEYS[3], id)
end`

const isBelow = `
local function isBelow(left, right)
  local leftMs, leftN = string.match(left, '^(%d+)-(%d+)$')
  local rightMs, rightN = string.match(right, '^(%d+)-(%d+)$')
  leftMs, leftN, rightMs, rightN = tonumber(leftMs), tonumber(leftN), tonumber(rightMs), tonumber(rightN)
  return leftMs < rightMs or (leftMs == rightMs and leftN < rightN)
end`

/**
 * Appends entries, keeps the feed within its age and size, and rings. ARGV: 1 channel, 2 age in ms,
 * 3 most entries, 4 slack in ms (how often old entries are looked for), 5 the entries: lists of
 * fields and values, packed. Answers the last position.
 */
export const publishScript = `${open}
local position
for _, fields in ipairs(cmsgpack.unpack(ARGV[5])) do
  position = redis.call('XADD', KEYS[1], '*', unpack(fields))
end
local function millisecondsOf(id) return tonumber(string.match(id, '^(%d+)')) end
local function trim(last)
  local following = redis.call('XRANGE', KEYS[1], '(' .. last, '+', 'COUNT', 1)
  if #following == 0 then return end
  redis.call('XTRIM', KEYS[1], 'MINID', following[1][1])
  redis.call('SET', KEYS[2], last)
end
local oldest = redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', 1)[1][1]
local horizon = millisecondsOf(position) - tonumber(ARGV[2])
if millisecondsOf(oldest) < horizon - tonumber(ARGV[4]) then
  local old = redis.call('XREVRANGE', KEYS[1], '(' .. string.format('%.0f', horizon), '-', 'COUNT', 1)
  if #old > 0 then trim(old[1][1]) end
end
local most = tonumber(ARGV[3])
local excess = redis.call('XLEN', KEYS[1]) - most
if excess > most / 10 then
  local surplus = redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', excess)
  trim(surplus[#surplus][1])
end
redis.call('PUBLISH', ARGV[1], position)
return position`

/** Answers the position of the newest entry. */
export const positionScript = `${open}
return redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)[1][1]`

/**
 * Answers 1 where nothing after the position ARGV[1] is missing: it is above the floor, and its
 * entry is still there or was the last one trimmed.
 */
export const coversScript = `${open}
${isBelow}
if isBelow(ARGV[1], redis.call('GET', KEYS[3]) or '0-0') then return 0 end
if redis.call('GET', KEYS[2]) == ARGV[1] then return 1 end
return #redis.call('XRANGE', KEYS[1], ARGV[1], ARGV[1])`

/**
 * Raises the floor to the newest entry, unless the position ARGV[1] was trimmed in the usual way.
 * Answers the newest position.
 */
export const loseScript = `${open}
${isBelow}
local newest = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)[1][1]
if isBelow(redis.call('GET', KEYS[2]) or '0-0', ARGV[1]) then
  redis.call('SET', KEYS[3], newest)
end
return newest`

/**
 * Makes every reader load again: an entry without a frame, below which no position counts any more.
 * ARGV: 1 channel. Answers its position.
 */
export const resyncScript = `${open}
local position = redis.call('XADD', KEYS[1], '*', 'resync', '1')
redis.call('SET', KEYS[3], position)
redis.call('PUBLISH', ARGV[1], position)
return position`

/**
 * Looks back for what was told, one step. ARGV: 1 the newest id to look at, 2 the oldest, 3 most
 * entries, 4 most bytes. Answers where the next step begins (empty where there is nothing left), then
 * of each entry its collection and event: never the frames, which would be far longer.
 */
export const toldScript = `
local bytes = 0
local seen = 0
local last = ARGV[1]
local most = tonumber(ARGV[3])
local answer = {''}
while seen < most and bytes < tonumber(ARGV[4]) do
  local wanted = math.min(most - seen, 20)
  local part = redis.call('XREVRANGE', KEYS[1], last, ARGV[2], 'COUNT', wanted)
  for _, entry in ipairs(part) do
    seen = seen + 1
    last = '(' .. entry[1]
    local collection, event
    for index = 1, #entry[2] - 1, 2 do
      local name, value = entry[2][index], entry[2][index + 1]
      bytes = bytes + #value
      if name == 'c' then collection = value elseif name == 'e' then event = value end
    end
    if collection and event then
      answer[#answer + 1] = collection
      answer[#answer + 1] = event
    end
  end
  if #part < wanted then return answer end
end
answer[1] = last
return answer`

/**
 * Answers the entries after ARGV[1], at most ARGV[2] of them, and no more once they are ARGV[3]
 * bytes long: Redis itself bounds a read only by the number of entries.
 */
export const readScript = `
local found = {}
local bytes = 0
local last = ARGV[1]
local most = tonumber(ARGV[2])
while #found < most and bytes < tonumber(ARGV[3]) do
  local wanted = math.min(most - #found, 20)
  local part = redis.call('XRANGE', KEYS[1], '(' .. last, '+', 'COUNT', wanted)
  for _, entry in ipairs(part) do
    if bytes >= tonumber(ARGV[3]) then break end
    found[#found + 1] = entry
    last = entry[1]
    for _, text in ipairs(entry[2]) do bytes = bytes + #text end
  end
  if #part < wanted then break end
end
return found`
