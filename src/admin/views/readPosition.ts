import type { Payload, TypedUser } from 'payload'

import { fromSortableId, type StreamId } from '@/ledger/streamId'

/** The latest event of the ledger that every projection has reached; nothing before the first one. */
export const readPosition = async ({
  payload,
  user,
}: {
  payload: Payload
  user: TypedUser
}): Promise<StreamId | undefined> => {
  const { docs } = await payload.find({
    collection: 'projection-states',
    depth: 0,
    limit: 100,
    overrideAccess: false,
    pagination: false,
    user,
  })
  const positions = docs.map(({ position }) => position).filter((id) => typeof id === 'string')
  const least = positions.sort()[0]
  return least === undefined ? undefined : fromSortableId(least)
}
