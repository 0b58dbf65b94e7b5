import { maximumChunkBytes } from './chunks'
import type { Consumer, Delivery } from './consumer'
import { isNothing, maximumReadCount, type ParsedDelivery, totalSize } from './deliveries'
import { sleep } from './sleep'

/** Reads what is new, a batch at a time. */
export interface BatchReader {
  /** Begins to read the next batch; one read at a time. It brings nothing once this is stopped. */
  read: () => Promise<ParsedDelivery>
  /** Whether a batch is as large as one may be read at once, so that more is probably waiting. */
  isMoreLikely: (batch: ParsedDelivery) => boolean
  /** Waits for the end of the read under way, well or not: what it delivered is pending then. */
  settled: () => Promise<void>
}

/** @see BatchReader */
export const createBatchReader = ({
  batchSize,
  blockMs,
  consumer,
  gatherMs = defaultGatherMs,
  parse,
  signal,
}: {
  consumer: Pick<Consumer, 'readNew' | 'waitForNew'>
  parse: (delivery: Delivery) => ParsedDelivery
  /** The most entries of one batch. */
  batchSize: number
  /** How long a read waits for something new. */
  blockMs: number
  /** How long after a small batch the next one is gathered before it is read; 40. */
  gatherMs?: number
  signal: AbortSignal
}): BatchReader => {
  let underWay: Promise<void> = Promise.resolve()
  /** When a small batch was read last. */
  let readAtMs = Number.NEGATIVE_INFINITY

  const bounds = { count: Math.min(batchSize, readAtOnce), bytes: maximumChunkBytes }

  const isMoreLikely = (batch: ParsedDelivery): boolean =>
    batch.entries.length >= Math.min(batchSize, maximumReadCount) ||
    totalSize(batch) >= maximumChunkBytes

  const readBatch = async (): Promise<ParsedDelivery> => {
    await gather()
    if (signal.aborted) return { entries: [], lost: [] }
    const batch = await readWhatIsThere()
    const isSmall = batch.entries.length > 0 && !isMoreLikely(batch)
    readAtMs = isSmall ? performance.now() : Number.NEGATIVE_INFINITY
    return batch
  }

  /**
   * A transaction costs what it costs for one event or for ten. What comes alone is read at once; of
   * what follows shortly after, several are read together: the more of them, the less time this
   * process has left for whoever else waits for it.
   */
  const gather = async (): Promise<void> => {
    const restMs = readAtMs + gatherMs - performance.now()
    if (restMs > 1) await sleep(restMs, signal)
  }

  /**
   * A batch in several reads: the first one waits, the others take what is there. Each is parsed as
   * it comes, while the database works on the batch before.
   */
  const readWhatIsThere = async (): Promise<ParsedDelivery> => {
    let asked = bounds.count
    let first = await consumer.readNew(bounds)
    if (isNothing(first)) {
      asked = Math.min(batchSize, maximumReadCount)
      first = await consumer.waitForNew(asked, blockMs)
    }
    const batch = parse(first)
    let latest = batch
    let size = totalSize(latest)
    while (
      latest.entries.length === asked &&
      batch.entries.length + bounds.count <= batchSize &&
      size < maximumChunkBytes &&
      !signal.aborted
    ) {
      asked = bounds.count
      latest = parse(await consumer.readNew(bounds))
      size += totalSize(latest)
      batch.entries.push(...latest.entries)
      batch.lost.push(...latest.lost)
      if (latest.unread) return { ...batch, unread: latest.unread }
    }
    return batch
  }

  return {
    read: () => {
      const reading = readBatch()
      // Whoever awaits it hears of a failure; until then it must not go unheard.
      underWay = reading.then(
        () => undefined,
        () => undefined,
      )
      return reading
    },
    isMoreLikely,
    settled: () => underWay,
  }
}

/** Two fifths of what a live update may take; half the transactions at fifty events a second. */
const defaultGatherMs = 40

/** Parsing so many takes some milliseconds, in which this process does nothing else. */
const readAtOnce = 250
