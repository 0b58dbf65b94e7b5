import type { Hub, Subscription } from '@/realtime/hub'
import type { LiveClient } from '@/realtime/liveClient'

import { tooMany } from './errors'

/** How many live streams callers of one kind have open in this process. */
export interface StreamCounts<Caller> {
  /**
   * Counts one more stream of a caller.
   * @returns what counts it out again, once; nothing where the caller, or all of them, have too many
   */
  take: (caller: Caller) => (() => void) | undefined
}

/** Whose stream it is, and how many they may have. */
export interface Holder {
  key: string
  maximum: number
}

/**
 * @param holderOf who holds a caller's stream
 * @param maximum how many all holders may have together
 * @see StreamCounts
 */
export const createStreamCounts = <Caller>(
  holderOf: (caller: Caller) => Holder,
  maximum = Infinity,
): StreamCounts<Caller> => {
  const counts = new Map<string, number>()
  let total = 0
  return {
    take: (caller) => {
      const holder = holderOf(caller)
      const open = counts.get(holder.key) ?? 0
      if (total >= maximum || open >= holder.maximum) return undefined
      total += 1
      counts.set(holder.key, open + 1)
      let isOpen = true
      return () => {
        if (!isOpen) return
        isOpen = false
        total -= 1
        const left = (counts.get(holder.key) ?? 1) - 1
        if (left > 0) counts.set(holder.key, left)
        else counts.delete(holder.key)
      }
    },
  }
}

/** Counts the streams of staff by their user, whatever they showed: a session or an API key. */
export const createStaffStreamCounts = (maximumOfUser: number): StreamCounts<string> =>
  createStreamCounts((userId) => ({ key: userId, maximum: maximumOfUser }))

const retryAfterSeconds = 10

/**
 * Opens a live stream that counts until it has ended, for whatever reason.
 * @throws {ApiFailure} 429 where its caller has too many
 * @throws {HubRefusal} @see Hub.connect
 */
export const connectCounted = async <Caller>(
  { hub, streams }: { hub: Hub; streams: StreamCounts<Caller> },
  caller: Caller,
  subscription: Omit<Subscription, 'onEnd'>,
): Promise<LiveClient> => {
  const release = streams.take(caller)
  if (!release) throw tooMany(retryAfterSeconds, 'Too many live streams: close one first.')
  return hub.connect({ ...subscription, onEnd: release }).catch((error: unknown) => {
    release()
    throw error
  })
}
