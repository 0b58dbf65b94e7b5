import type { Redis } from 'ioredis'

import { appendedAtMs, isStreamId, type StreamId } from '@/ledger/streamId'

import {
  coversScript,
  loseScript,
  positionScript,
  publishScript,
  readScript,
  resyncScript,
  toldScript,
} from './feedScripts'
import { fromFields, toFields, type FeedEntry } from './feedEntry'
import type { ChangeFrame } from './frames'
import { packLists } from './packLists'

/** The channel on which instances ring when the feed has grown; the message is the new position. */
export const updatesChannel = 'payload-updates'

export interface ChangeFeedOptions {
  redis: Redis
  /** Name of the stream; the channel and the bookkeeping keys are named after it. */
  stream?: string
  channel?: string
  /** How long an entry is kept at least, unless there are more than `maximumEntries`. */
  retentionMs?: number
  maximumEntries?: number
}

/**
 * The bounded Redis stream through which committed changes reach every instance. A position in it
 * is the id of a live frame, so that a reconnect resumes exactly.
 */
export interface ChangeFeed {
  /**
   * Appends one entry for each change, in order, and rings once.
   * @returns the position of the last one; nothing where there was no change
   */
  publish: (changes: readonly ChangeFrame[]) => Promise<StreamId | undefined>
  /** Makes every screen load again: more has changed than can be told. @returns the new position */
  resync: () => Promise<StreamId>
  /**
   * What was told of these events: the collections in which the feed holds a change by each. Looks
   * back over a bounded part of the feed, in entries and in bytes; of what lies further back it says
   * nothing, nor of entries that do not name their event.
   */
  findTold: (eventIds: readonly StreamId[]) => Promise<Map<StreamId, Set<string>>>
  /** The first entries after a position, oldest first; fewer where they are `maximumReadBytes` long. */
  readAfter: (position: StreamId, count: number) => Promise<FeedEntry[]>
  /** The newest position. */
  position: () => Promise<StreamId>
  /** Whether everything after the position is still here. */
  covers: (position: string) => Promise<boolean>
  /**
   * Tells that a position was read once and is not covered any more. Unless it was trimmed in the
   * usual way, the feed lost data, and every older position is void from now on.
   * @returns the newest position
   */
  lose: (position: StreamId) => Promise<StreamId>
}

/** About how much one read of the feed may be long, whatever its entries hold. */
export const maximumReadBytes = 8 * 1024 * 1024

/** Entries a script call may carry, well below what Lua can unpack and Redis should be busy with. */
const maximumChangesPerCall = 500
const trimSlackMs = 30_000

type RawEntry = [id: StreamId, fields: string[]]

/** How far the feed is searched for what was told. Redis serves nobody else during one step. */
const maximumLookBackSteps = 40
const lookBackStep = { entries: 500, bytes: 4 * 1024 * 1024 }

/** @see ChangeFeed */
export const createChangeFeed = ({
  channel = updatesChannel,
  maximumEntries = 250_000,
  redis,
  retentionMs = 20 * 60_000,
  stream = `${updatesChannel}:feed`,
}: ChangeFeedOptions): ChangeFeed => {
  const keys = [stream, `${stream}:trimmed`, `${stream}:floor`]
  const run = async (script: string, ...values: (string | number | Buffer)[]): Promise<unknown> =>
    redis.eval(script, keys.length, ...keys, ...values)

  return {
    publish: async (changes) => {
      let position: StreamId | undefined
      for (let start = 0; start < changes.length; start += maximumChangesPerCall) {
        const entries = changes.slice(start, start + maximumChangesPerCall).map(toFields)
        const slackMs = Math.min(trimSlackMs, retentionMs / 10)
        position = (await run(
          publishScript,
          channel,
          retentionMs,
          maximumEntries,
          slackMs,
          packLists(entries),
        )) as StreamId
      }
      return position
    },
    resync: async () => (await run(resyncScript, channel)) as StreamId,
    findTold: async (eventIds) => {
      const told = new Map(eventIds.map((id) => [id, new Set<string>()]))
      // Redis' clock makes both kinds of ids: nothing is told before it was appended.
      const oldest = Math.min(...eventIds.map(appendedAtMs))
      let end = '+'
      for (let steps = 0; end !== '' && steps < maximumLookBackSteps; steps++) {
        const { bytes, entries } = lookBackStep
        const [next = '', ...origins] = (await run(
          toldScript,
          end,
          oldest,
          entries,
          bytes,
        )) as string[]
        for (let index = 0; index + 1 < origins.length; index += 2)
          told.get(origins[index + 1]!)?.add(origins[index]!)
        end = next
      }
      return told
    },
    readAfter: async (position, count) => {
      const entries = (await run(readScript, position, count, maximumReadBytes)) as RawEntry[]
      return entries.map(([id, fields]) => fromFields(id, fields))
    },
    position: async () => (await run(positionScript)) as StreamId,
    covers: async (position) => isStreamId(position) && (await run(coversScript, position)) === 1,
    lose: async (position) => (await run(loseScript, position)) as StreamId,
  }
}
