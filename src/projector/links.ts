import { toDocumentId } from '@/ledger/documentId'
import type { LedgerEvent } from '@/ledger/event'
import { compareStreamIds, isEarlier, type StreamId } from '@/ledger/streamId'
import type {
  ApplicationDocument,
  ConversationDocument,
  SettledLink,
} from '@/projections/documents'

/**
 * Most events are utterances, and nearly all of them repeat the links that their conversation
 * already shows. A conversation therefore remembers which links are settled, that is, which ones
 * the linked application and customer are known to show; an event that only repeats a settled
 * link needs neither of these two documents.
 *
 * This is a cache of a proof and never the truth: without an entry the documents are loaded and
 * folded. A repetition could still matter in one case, an application that was named together
 * with more than one customer, where the latest naming wins: then the link is `contested`, and
 * every repetition goes to the application again.
 */

/** The settled link that an event repeats, if its conversation has one that covers it. */
export const findSettled = (
  conversation: ConversationDocument | undefined,
  event: LedgerEvent,
): SettledLink | undefined => {
  const link = conversation?.ledger.settled.find((settled) => isSameLink(settled, event))
  return link && compareStreamIds(link.first, event.id) <= 0 ? link : undefined
}

/** The conversation with the event's link settled: its application and customer were just folded. */
export const settle = (
  conversation: ConversationDocument,
  event: LedgerEvent,
  isContested: boolean,
): ConversationDocument => {
  if (!event.applicationId && !event.customerId) return conversation
  const others = conversation.ledger.settled.filter((link) => !isSameLink(link, event))
  const known = conversation.ledger.settled.find((link) => isSameLink(link, event))
  const link: SettledLink = {
    applicationId: idOf(event.applicationId),
    customerId: idOf(event.customerId),
    first: known && !isEarlier(event.id, known.first) ? known.first : event.id,
    ...(isContested && { isContested }),
  }
  return withSettled(conversation, [...others, link].slice(-maximumSettledLinks))
}

/** The conversation with every link to an application marked as contested. */
export const contest = (
  conversation: ConversationDocument,
  applicationId: string,
): ConversationDocument =>
  withSettled(
    conversation,
    conversation.ledger.settled.map((link) =>
      link.applicationId === applicationId && link.customerId !== ''
        ? { ...link, isContested: true }
        : link,
    ),
  )

/** Whether more than one customer was named together with the application. */
export const isContested = (application: ApplicationDocument | undefined): boolean =>
  (application?.ledger.claims.length ?? 0) > 1

/**
 * The application with the exact last naming of each customer. As long as there was only one,
 * repetitions did not reach the document, so that its `last` may be behind.
 */
export const withLatestClaims = (
  application: ApplicationDocument,
  latest: ReadonlyMap<string, StreamId>,
): ApplicationDocument => {
  const claims = application.ledger.claims.map((claim) => {
    const last = latest.get(claim.customerId)
    return last && compareStreamIds(last, claim.last) > 0 ? { ...claim, last } : claim
  })
  const winner = claims.reduce((best, claim) =>
    compareStreamIds(claim.last, best.last) > 0 ? claim : best,
  )
  return {
    ...application,
    customerId: winner.customerId,
    ledger: {
      ...application.ledger,
      claims,
      stamps: { ...application.ledger.stamps, customerId: winner.first },
    },
  }
}

/** More kinds of links in one conversation are not remembered, only worked out again. */
const maximumSettledLinks = 16

const idOf = (businessId: string | undefined): string =>
  businessId === undefined ? '' : toDocumentId(businessId)

const isSameLink = (link: SettledLink, { applicationId, customerId }: LedgerEvent): boolean =>
  link.applicationId === idOf(applicationId) && link.customerId === idOf(customerId)

const withSettled = (
  conversation: ConversationDocument,
  settled: SettledLink[],
): ConversationDocument => ({
  ...conversation,
  ledger: { ...conversation.ledger, settled },
})
