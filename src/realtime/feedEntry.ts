import { toDocumentId } from '@/ledger/documentId'
import type { StreamId } from '@/ledger/streamId'

import type { ChangeFrame } from './frames'

/** One change in the feed: where it stands, whom it concerns, and the frame as text. */
export interface FeedEntry {
  position: StreamId
  /** The frame's collection; empty for an entry that carries no frame. */
  collection: string
  /** Id of the document that changed; for an utterance, of its conversation. */
  subject: string
  /** Where a conversation changed, or what customers see: its revision and what it links to. */
  links?: ConversationLinks
  /** The frame as JSON. */
  frame: string
  /** Whoever has read up to here loads again: more has changed than the feed tells. */
  isResync?: true
}

/** What belongs to one conversation, as of one of its revisions. */
export interface ConversationLinks {
  revision: number
  applicationId?: string
  customerId?: string
}

/** A change as the fields of a stream entry. The routing fields spare readers the JSON. */
export const toFields = (frame: ChangeFrame): string[] => {
  const { collection, doc } = frame
  const subject = collection === 'utterances' ? String(doc.conversationId) : doc.id
  const fields = ['c', collection, 'e', frame.eventId, 'i', subject, 'frame', JSON.stringify(frame)]
  const isPortal = isPortalCollection(collection)
  if (collection !== 'conversations' && !isPortal) return fields
  fields.push('r', String(doc.revision ?? 0))
  if (isPortal) {
    // What customers are shown holds business ids.
    if (typeof doc.customerId === 'string') fields.push('u', toDocumentId(doc.customerId))
    return fields
  }
  if (typeof doc.applicationId === 'string') fields.push('a', doc.applicationId)
  if (typeof doc.customerId === 'string') fields.push('u', doc.customerId)
  return fields
}

/** Whether a collection is one that customers are shown; screens of staff leave it out. */
export const isPortalCollection = (name: string): boolean => name.startsWith('customer-')

/** The change behind the fields of a stream entry. */
export const fromFields = (position: StreamId, list: readonly string[]): FeedEntry => {
  const fields = new Map<string, string>()
  for (let index = 0; index + 1 < list.length; index += 2)
    fields.set(list[index]!, list[index + 1]!)
  const revision = fields.get('r')
  const applicationId = fields.get('a')
  const customerId = fields.get('u')
  return {
    position,
    collection: fields.get('c') ?? '',
    subject: fields.get('i') ?? '',
    frame: fields.get('frame') ?? '',
    ...(fields.has('resync') && { isResync: true }),
    ...(revision !== undefined && {
      links: {
        revision: Number(revision),
        ...(applicationId !== undefined && { applicationId }),
        ...(customerId !== undefined && { customerId }),
      },
    }),
  }
}
