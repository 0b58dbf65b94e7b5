import type { Payload, TypedUser } from 'payload'

/** The events of one conversation that wait for a decision, the latest first. */
export interface ParkedEvents {
  /** How many there are in all. */
  count: number
  /** The type of the latest, as it was sent. */
  type?: string
  /** When the latest failed; ISO 8601. */
  failedAt?: string
}

/**
 * What the projections could not apply of this conversation.
 * @param conversationId the conversation's own id, as events carry it
 */
export const readParked = async ({
  conversationId,
  payload,
  user,
}: {
  conversationId: string
  payload: Payload
  user: TypedUser
}): Promise<ParkedEvents> => {
  const { docs, totalDocs } = await payload.find({
    collection: 'dead-letters',
    where: { cid: { equals: conversationId }, status: { equals: 'parked' } },
    depth: 0,
    limit: 1,
    overrideAccess: false,
    user,
  })
  return {
    count: totalDocs,
    type: docs[0]?.typ ?? undefined,
    failedAt: docs[0]?.lastFailedAt ?? undefined,
  }
}
