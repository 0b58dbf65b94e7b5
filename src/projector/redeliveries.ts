import type { Logger } from 'pino'

import { maximumChunkBytes } from './chunks'
import type { Consumer, Delivery } from './consumer'
import { idsOf, maximumReadCount, type ParsedDelivery } from './deliveries'
import type { DeliveryHandler } from './deliveryHandler'

/** What was delivered before and is not acknowledged: a worker's own, and what dead ones left. */
export interface Redeliveries {
  /** Applies what this consumer was given and did not acknowledge. */
  drainOwnPending: () => Promise<void>
  /** Applies what dead consumers left, and removes those that hold nothing. */
  takeOver: () => Promise<void>
  /**
   * Tries waiting events, pending ones and then new ones, each a bounded number of times: is it the
   * projection that fails, or were it these events?
   */
  tryWaiting: (refusals: number, isProven: () => boolean) => Promise<void>
}

/** @see Redeliveries */
export const createRedeliveries = ({
  claimIdleMs,
  consumer,
  handle,
  logger,
  noteLoss,
  onRemoved,
  parse,
  removeIdleMs,
  signal,
}: Pick<DeliveryHandler, 'handle' | 'noteLoss'> & {
  consumer: Pick<Consumer, 'claim' | 'readNew' | 'readPending' | 'removeIdle'>
  parse: (delivery: Delivery) => ParsedDelivery
  logger: Pick<Logger, 'info'>
  /** A consumer that has held an entry for so long is taken for dead. */
  claimIdleMs: number
  /** A consumer that holds nothing and has asked for nothing for so long is removed. */
  removeIdleMs: number
  /** Told which consumers were removed. */
  onRemoved: (consumers: readonly string[]) => Promise<void>
  signal: AbortSignal
}): Redeliveries => {
  let probedUpTo = '0'

  const claimFromDead = async (): Promise<void> => {
    for (let cursor = '0-0'; !signal.aborted;) {
      const claim = await consumer.claim(cursor, claimIdleMs, maximumReadCount)
      if (claim.deleted) noteLoss(claim.deleted)
      await handle(parse(claim), { isRedelivery: true })
      cursor = claim.cursor
      if (cursor === '0-0') return
    }
  }

  return {
    drainOwnPending: async () => {
      for (let after = '0'; !signal.aborted;) {
        const delivery = await consumer.readPending(after, maximumReadCount)
        const last = idsOf(delivery).at(-1)
        if (!last) return
        after = last
        await handle(parse(delivery), { isRedelivery: true })
      }
    },
    takeOver: async () => {
      await claimFromDead()
      const removed = await consumer.removeIdle(removeIdleMs)
      if (removed.length === 0) return
      logger.info({ removed }, 'idle consumers were removed')
      await onRemoved(removed)
    },
    tryWaiting: async (refusals, isProven) => {
      for (let refused = 0; refused < refusals && !isProven() && !signal.aborted;) {
        let delivery = await consumer.readPending(probedUpTo, refusals)
        if (idsOf(delivery).length === 0)
          delivery = await consumer.readNew({ count: refusals, bytes: maximumChunkBytes })
        const last = idsOf(delivery).at(-1)
        probedUpTo = last ?? '0'
        if (!last) return
        refused += await handle(parse(delivery), { isRedelivery: true, isProbe: true })
      }
    },
  }
}
