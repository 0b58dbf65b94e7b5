import type { Redis } from 'ioredis'

/** A connection was lost while a read waited on it: what it read, if anything, is pending. */
export class ReadInterrupted extends Error {
  override readonly name = 'ReadInterrupted'
}

/**
 * Runs a command that blocks, on a connection that stands. The client would keep it for, or send it
 * again to, the next connection by itself: such a read would pass entries that were removed
 * meanwhile, and nobody would have looked for them.
 * @throws {ReadInterrupted} where the connection is lost meanwhile; where there was none, once there is
 */
export const blockingRead = async <T>(blocking: Redis, read: () => Promise<T>): Promise<T> => {
  blocking.options.autoResendUnfulfilledCommands = false
  if (comingUp.has(blocking.status)) {
    await settled(blocking, ['ready', 'end'])
    throw new ReadInterrupted('there was no connection')
  }
  const ending = settled(blocking, ['close'])
  const lost = ending.then(() => Promise.reject(new ReadInterrupted('the connection was lost')))
  try {
    return await Promise.race([read(), lost])
  } finally {
    ending.cancel()
  }
}

/** Resolves with the first of these events, unless it is cancelled. */
const settled = (blocking: Redis, events: string[]): Promise<void> & { cancel: () => void } => {
  let cancel = (): void => undefined
  const first = new Promise<void>((resolve) => {
    cancel = () => events.forEach((event) => blocking.off(event, resolve))
    for (const event of events) blocking.once(event, resolve)
  }).then(() => cancel())
  return Object.assign(first, { cancel: () => cancel() })
}

const comingUp = new Set(['connecting', 'connect', 'reconnecting', 'close'])
