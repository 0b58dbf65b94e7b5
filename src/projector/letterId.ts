import { isStreamId, toSortableId } from '@/ledger/streamId'

/**
 * The id of a dead letter from what people type: the stream id (`1700000000000-0`) or its form
 * that sorts.
 * @returns nothing where the text is neither
 */
export const toLetterId = (text: string): string | undefined => {
  if (/^\d{20}-\d{20}$/.test(text)) return text
  return isStreamId(text) ? toSortableId(text) : undefined
}
