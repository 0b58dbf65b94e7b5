import { maximumChunkBytes } from './chunks'
import type { Consumer, Delivery } from './consumer'
import { isNothing, maximumReadCount, type ParsedDelivery, totalSize } from './deliveries'

/** Reads what is new, a batch at a time. */
export interface BatchReader {
  /** Begins to read the next batch, while this one is written; one read at a time. */
  readAhead: () => Promise<ParsedDelivery>
  /** Waits for the end of the read under way, well or not: what it delivered is pending then. */
  settled: () => Promise<void>
}

/** @see BatchReader */
export const createBatchReader = ({
  batchSize,
  blockMs,
  consumer,
  parse,
  signal,
}: {
  consumer: Pick<Consumer, 'readNew' | 'waitForNew'>
  parse: (delivery: Delivery) => ParsedDelivery
  /** The most entries of one batch. */
  batchSize: number
  /** How long a read waits for something new. */
  blockMs: number
  signal: AbortSignal
}): BatchReader => {
  let underWay: Promise<void> = Promise.resolve()

  /**
   * A batch in several small reads: entries may be 4 MB each, and Redis bounds a read only by
   * their number. The first one waits; the others take what is there. Each is parsed as it comes,
   * while the database works on the batch before.
   */
  const readBatch = async (): Promise<ParsedDelivery> => {
    const count = Math.min(batchSize, maximumReadCount)
    let first = await consumer.readNew(count)
    if (isNothing(first)) first = await consumer.waitForNew(count, blockMs)
    const batch = parse(first)
    let latest = batch
    let size = totalSize(latest)
    while (
      latest.entries.length === count &&
      batch.entries.length + count <= batchSize &&
      size < maximumChunkBytes &&
      !signal.aborted
    ) {
      latest = parse(await consumer.readNew(count))
      size += totalSize(latest)
      batch.entries.push(...latest.entries)
      batch.lost.push(...latest.lost)
      if (latest.unread) return { ...batch, unread: latest.unread }
    }
    return batch
  }

  return {
    readAhead: () => {
      const reading = readBatch()
      // Whoever awaits it hears of a failure; until then it must not go unheard.
      underWay = reading.then(
        () => undefined,
        () => undefined,
      )
      return reading
    },
    settled: () => underWay,
  }
}
