import type { Redis } from 'ioredis'

import type { LedgerEntry } from '@/ledger/entry'
import type { StreamId } from '@/ledger/streamId'

import { blockingRead } from './blockingRead'
import { addBoundedRead, type ReadBounds } from './boundedRead'
import { criticalErrorTypes, criticalListOf } from './criticalErrors'
import { groupName } from './group'
import { toTable } from './lua'
import {
  claimScript,
  lossArguments,
  releaseScript,
  settleScript,
  toPendingLoss,
  type PendingLoss,
} from './pendingLoss'
import { findUnread, readRemoved, toUnreadLoss, type UnreadLoss } from './unreadLoss'

export { groupName }

/** The name of one worker's consumer. */
export const toConsumerName = (workerId: string): string => `${consumerPrefix}${workerId}`

const consumerPrefix = 'payload-worker-'

/** Entries that were delivered, and the ids of those that were deleted before they could be read. */
export interface Delivery {
  entries: LedgerEntry[]
  lost: StreamId[]
  /** Entries that were removed from the stream before any worker was given them. */
  unread?: UnreadLoss
}

/** Entries taken over from a dead consumer, and where to go on (`0-0` when there is no more). */
export interface Claim extends Delivery {
  cursor: StreamId
  /** Entries that were found deleted; Redis forgot them with the claim, and they are reported. */
  deleted?: PendingLoss
}

/**
 * Reads the ledger as one consumer of the group. The connection that blocks is used for nothing
 * else; everything else goes over `redis`.
 */
export const createConsumer = ({
  blocking,
  consumer,
  redis,
  stream,
}: {
  redis: Redis
  blocking: Redis
  stream: string
  consumer: string
}) => {
  const lossKeys = [stream, criticalListOf(criticalErrorTypes.lostEvents)] as const
  return {
    /**
     * Creates the group if it is missing, at the beginning of the stream: nothing may be skipped.
     * @param countArchived how many archived entries come before an id, or how many there are: those
     *   were read by a group that is gone, and are not lost when the stream has them no more
     */
    async ensureGroup(countArchived: (before?: StreamId) => Promise<number>): Promise<void> {
      const removed = await readRemoved(redis, stream)
      if (removed === undefined) return
      const read =
        removed.count > 0 ? Math.min(removed.count, await countArchived(removed.firstId)) : 0
      try {
        await redis.xgroup('CREATE', stream, groupName, '0', 'MKSTREAM', 'ENTRIESREAD', read)
      } catch (error) {
        if (!hasReplyCode(error, 'BUSYGROUP')) throw error
      }
    },

    /** New entries that are there now; and whether some were removed before they could be read. */
    async readNew(bounds: ReadBounds): Promise<Delivery> {
      const multi = findUnread(redis.multi(), stream)
      const [found, read] = (await addBoundedRead(multi, { stream, consumer, bounds }).exec()) ?? []
      if (!found || !read) throw new Error('Redis left a transaction without an answer')
      if (read[0]) throw read[0]
      if (found[0]) throw found[0]
      const unread = toUnreadLoss(found[1])
      return { ...toDelivery(read[1] as RawEntry[]), ...(unread && { unread }) }
    },

    /**
     * Waits up to `blockMs` for the first new entry: call it when `readNew` found none.
     * @throws {ReadInterrupted} where the connection is lost meanwhile
     */
    async waitForNew(count: number, blockMs: number): Promise<Delivery> {
      // A socket that died without a word never answers: after the block it is replaced, and replaced
      // again where the next one is no better.
      const watchdog = setInterval(() => blocking.disconnect(true), blockMs + watchdogMs)
      try {
        const reply = await blockingRead(
          blocking,
          () =>
          blocking.xreadgroup(
            'GROUP', groupName, consumer, 'COUNT', count, 'BLOCK', blockMs, 'STREAMS', stream, '>',
          ), // prettier-ignore
        )
        return toDelivery(firstStream(reply))
      } finally {
        clearInterval(watchdog)
      }
    },

    /** This consumer's own pending entries after an id: what it read and did not acknowledge. */
    async readPending(after: StreamId, count: number): Promise<Delivery> {
      const reply = await redis.xreadgroup(
      'GROUP', groupName, consumer, 'COUNT', count, 'STREAMS', stream, after,
    ) // prettier-ignore
      return toDelivery(firstStream(reply))
    },

    /** Takes over entries that any consumer has held for longer than `idleMs`. */
    async claim(cursor: StreamId, idleMs: number, count: number): Promise<Claim> {
      const [next, ids, report] = (await redis.eval(
      claimScript, 2, ...lossKeys, ...lossArguments(consumer), idleMs, cursor, count,
    )) as [StreamId, StreamId[], [string, number] | null] // prettier-ignore
      const deleted = toPendingLoss(report)
      const claim = { cursor: next, ...(deleted && { deleted }) }
      if (ids.length === 0) return { ...claim, entries: [], lost: [] }
      // What is deleted between the claim and this is pending still, and read as deleted.
      const pipeline = redis.pipeline()
      for (const id of ids) pipeline.xrange(stream, id, id)
      const read = ((await pipeline.exec()) ?? []).map(([error, reply], index): RawEntry => {
        if (error) throw error
        return (reply as RawEntry[])[0] ?? [ids[index]!, null]
      })
      return { ...claim, ...toDelivery(read) }
    },

    /**
     * Acknowledges entries that can never be read, and reports those that nobody else has, in the
     * same step.
     */
    async reportDeleted(ids: readonly StreamId[]): Promise<PendingLoss | undefined> {
      return toPendingLoss(
        await redis.eval(settleScript, 2, ...lossKeys, ...lossArguments(consumer), ...ids),
      )
    },

    /**
     * Leaves what this consumer holds to the others: they need not wait until it counts as dead.
     * @param onDeleted told of entries that were found deleted; Redis forgets them with the release
     * @returns how many entries are left to the others
     */
    async release(onDeleted: (loss: PendingLoss) => void): Promise<number> {
      let released = 0
      for (let after = '-'; ;) {
        const reply = (await redis.eval(
        releaseScript, 2, ...lossKeys, ...lossArguments(consumer), after, releasedAtOnce, releasedIdleMs,
      )) as [StreamId, number, [string, number] | null] | null // prettier-ignore
        if (!reply) return released
        const deleted = toPendingLoss(reply[2])
        if (deleted) onDeleted(deleted)
        released += reply[1]
        after = `(${reply[0]}`
      }
    },

    /**
     * Removes the product's consumers that hold nothing and have asked for nothing for `idleMs`. One
     * atomic step: a consumer that is given something at this moment is never removed with it.
     * @returns their names
     */
    async removeIdle(idleMs: number): Promise<string[]> {
      return (await redis.eval(
      removeIdleScript, 1, stream, groupName, consumer, idleMs, consumerPrefix,
    )) as string[] // prettier-ignore
    },

    /** Acknowledges entries whose effects are durable. */
    async acknowledge(ids: readonly StreamId[]): Promise<void> {
      if (ids.length > 0) await redis.xack(stream, groupName, ...ids)
    },
  }
}

/** @see createConsumer */
export type Consumer = ReturnType<typeof createConsumer>

/** Whether the group is gone: the stream was deleted (while a read waited, too), or Redis lost its data. */
export const isGroupMissing = (error: unknown): boolean =>
  hasReplyCode(error, 'NOGROUP') || hasReplyCode(error, 'UNBLOCKED')

const releasedAtOnce = 500
const releasedIdleMs = 24 * 60 * 60_000

const removeIdleScript = `
${toTable}
local removed = {}
if redis.call('EXISTS', KEYS[1]) == 0 then return removed end
for _, flat in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])) do
  local consumer = toTable(flat)
  local name = consumer['name']
  local isOurs = string.sub(name, 1, #ARGV[4]) == ARGV[4] and name ~= ARGV[2]
  if isOurs and consumer['pending'] == 0 and consumer['idle'] > tonumber(ARGV[3]) then
    redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], name)
    removed[#removed + 1] = name
  end
end
return removed
`

/** How much longer than its block a read may take, before its connection counts as dead. */
const watchdogMs = 5_000

type RawEntry = [id: string, fields: string[] | null] | null

const firstStream = (reply: unknown): RawEntry[] =>
  (reply as [string, RawEntry[]][] | null)?.[0]?.[1] ?? []

const toDelivery = (raw: RawEntry[]): Delivery => {
  const delivery: Delivery = { entries: [], lost: [] }
  for (const entry of raw) {
    if (!entry) continue
    const [id, fields] = entry
    if (fields) delivery.entries.push({ id, fields })
    else delivery.lost.push(id)
  }
  return delivery
}

/** Redis names the kind of an error in the reply's first word; that word is its code. */
const hasReplyCode = (error: unknown, code: string): boolean =>
  error instanceof Error && error.name === 'ReplyError' && error.message.startsWith(code)
