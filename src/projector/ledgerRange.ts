import { isStreamId, type StreamId } from '@/ledger/streamId'
import { parseInstant } from '@/ledger/values'

const greatestSequence = '18446744073709551615'

/**
 * One end of a range of the ledger, from what people type: a stream id, or an ISO 8601 time, which
 * means when Redis took the entry in (the first half of its id), not when the event happened.
 * @param edge which end a time stands for: all entries of its millisecond are inside
 * @returns nothing where the text is neither
 */
export const toRangeEnd = (text: string, edge: 'from' | 'to'): StreamId | undefined => {
  if (isStreamId(text)) return text
  const time = parseInstant(text)
  if (!time || time.getTime() < 0) return undefined
  return `${time.getTime()}-${edge === 'from' ? '0' : greatestSequence}`
}

/** After every entry that a stream can hold. */
export const endOfLedger: StreamId = `${greatestSequence}-${greatestSequence}`
