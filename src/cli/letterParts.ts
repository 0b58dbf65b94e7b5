import { openFeed, toLetterParts } from '@/ops/letterParts'
import type { LetterParts } from '@/ops/letters'
import type { Store } from '@/projector/store'

import { commandLogger } from './run'

/** Runs an operation on dead letters with connections of the command's own. */
export const withLetterParts = async <T>(
  store: Store,
  work: (parts: LetterParts) => Promise<T>,
): Promise<T> => {
  const { close, feed } = openFeed()
  try {
    return await work(toLetterParts({ feed, logger: commandLogger(), store: () => store }))
  } finally {
    close()
  }
}
