import type { Payload } from 'payload'

import { openFeed, toLetterParts } from '@/ops/letterParts'
import type { LetterParts } from '@/ops/letters'

import { getRuntime } from './index'
import { storeOf } from './store'

/** Runs an operation on dead letters with the parts of this process. */
export const withLetterParts = async <T>(
  payload: Payload,
  work: (parts: LetterParts) => Promise<T>,
): Promise<T> => {
  const runtime = getRuntime()
  const { close, feed } = runtime ? { feed: runtime.feed, close: () => undefined } : openFeed()
  try {
    return await work(
      toLetterParts({ feed, logger: payload.logger as never, store: () => storeOf(payload) }),
    )
  } finally {
    close()
  }
}
