import type { Redis } from 'ioredis'

import type { LedgerEntry } from '@/ledger/entry'
import type { StreamId } from '@/ledger/streamId'

/** The consumer group that every worker of the product shares (contract: stream consumption). */
export const groupName = 'payload-dashboard'

/** The name of one worker's consumer. */
export const toConsumerName = (workerId: string): string => `payload-worker-${workerId}`

/** Entries that were delivered, and the ids of those that were deleted before they could be read. */
export interface Delivery {
  entries: LedgerEntry[]
  lost: StreamId[]
}

/** Entries taken over from a dead consumer, and where to go on (`0-0` when there is no more). */
export interface Claim extends Delivery {
  cursor: StreamId
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
}) => ({
  /** Creates the group if it is missing, at the beginning of the stream: nothing may be skipped. */
  async ensureGroup(): Promise<void> {
    try {
      await redis.xgroup('CREATE', stream, groupName, '0', 'MKSTREAM')
    } catch (error) {
      if (!hasReplyCode(error, 'BUSYGROUP')) throw error
    }
  },

  /**
   * New entries: one when the stream is quiet, many when behind. Waits up to `blockMs` for the
   * first, or not at all where none is given.
   */
  async readNew(count: number, blockMs?: number): Promise<Delivery> {
    if (blockMs === undefined) {
      const reply = await redis.xreadgroup(
        'GROUP', groupName, consumer, 'COUNT', count, 'STREAMS', stream, '>',
      ) // prettier-ignore
      return toDelivery(firstStream(reply))
    }
    // A socket that died without a word never answers: after the block it is replaced.
    const watchdog = setTimeout(() => blocking.disconnect(true), blockMs + watchdogMs)
    try {
      const reply = await blocking.xreadgroup(
        'GROUP', groupName, consumer, 'COUNT', count, 'BLOCK', blockMs, 'STREAMS', stream, '>',
      ) // prettier-ignore
      return toDelivery(firstStream(reply))
    } finally {
      clearTimeout(watchdog)
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
    const [next, entries, deleted = []] = (await redis.xautoclaim(
      stream, groupName, consumer, idleMs, cursor, 'COUNT', count,
    )) as [string, RawEntry[], string[]?] // prettier-ignore
    const { entries: claimed, lost } = toDelivery(entries)
    return { cursor: next, entries: claimed, lost: [...lost, ...deleted] }
  },

  /** Acknowledges entries whose effects are durable. */
  async acknowledge(ids: readonly StreamId[]): Promise<void> {
    if (ids.length > 0) await redis.xack(stream, groupName, ...ids)
  },
})

/** @see createConsumer */
export type Consumer = ReturnType<typeof createConsumer>

/** Whether the group is gone: the stream was deleted, or Redis lost its data. */
export const isGroupMissing = (error: unknown): boolean => hasReplyCode(error, 'NOGROUP')

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
