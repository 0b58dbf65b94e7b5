import { countOf } from '../../format/text'
import type { Retried, RetriedMany } from './api'

/** What came of a retry, in a sentence, and whether that is what was hoped for. */
export const describeRetried = (retried: Retried): { isGood: boolean; text: string } => {
  switch (retried.outcome) {
    case 'applied':
      return {
        isGood: true,
        text: `Applied: ${countOf(retried.changes.length, 'document')} changed`,
      }
    case 'ignored':
      return { isGood: true, text: 'Archived: its type is not known' }
    case 'not-parked':
      return { isGood: false, text: 'It is not parked any more' }
    case 'refused':
      return {
        isGood: false,
        text: `Refused again: ${[retried.path, retried.reason].filter(Boolean).join(' ')}`,
      }
  }
}

/** What came of a retry of many, in a sentence. */
export const describeMany = ({ applied, ignored, notParked, refused }: RetriedMany): string =>
  [
    `${countOf(applied, 'event')} applied`,
    ignored > 0 && `${ignored} of an unknown type`,
    refused > 0 && `${refused} refused again`,
    notParked > 0 && `${notParked} not parked any more`,
  ]
    .filter((part) => part !== false)
    .join(', ')
