import type { Redis } from 'ioredis'

import { fromSortableId, type StreamId } from '@/ledger/streamId'

import { type AnalyticsFacts, readAnalyticsFacts } from './analytics/facts'
import { groupName } from './consumer'
import { type Lag, readLag } from './lag'
import type { ProjectionState } from './positions'
import { deadLettersOf, projectionStatesName, type Store } from './store'

/** How far the consumers of the ledger are. */
export interface GroupStatus {
  name: string
  consumers: number
  /** Delivered and not acknowledged yet. */
  pending: number
  lastDeliveredId: StreamId
  lag: Lag
}

/** How far one projection is. */
export interface ProjectionStatus {
  name: string
  version: number
  position: StreamId | null
  updatedAt: Date | null
}

/** What the database says of the projector's work. */
export interface ProjectedStatus {
  projections: ProjectionStatus[]
  /** How the numbers of the business stand; nothing where nobody ever counted. */
  analytics: AnalyticsFacts | null
  /** Dead letters that wait for a decision. */
  parked: number
}

/**
 * The consumer group and its distance to the end of the ledger.
 * @returns nothing where no worker has ever read this stream
 */
export const readGroupStatus = async (
  redis: Redis,
  stream: string,
): Promise<GroupStatus | undefined> => {
  if ((await redis.exists(stream)) === 0) return undefined
  const groups = (await redis.xinfo('GROUPS', stream)) as unknown[][]
  const group = groups.map(toRecord).find(({ name }) => name === groupName)
  if (!group) return undefined
  const lastDeliveredId = String(group['last-delivered-id'])
  return {
    name: groupName,
    consumers: Number(group.consumers),
    pending: Number(group.pending),
    lastDeliveredId,
    lag: await readLag({ redis, stream, told: group.lag, lastDeliveredId }),
  }
}

/** Every projection with its position, and how many letters are parked. */
export const readProjectedStatus = async (store: Store): Promise<ProjectedStatus> => {
  const states = await store.db
    .collection<ProjectionState>(projectionStatesName)
    .find({}, { sort: { _id: 1 }, limit: 1_000 })
    .toArray()
  return {
    projections: states.map(({ _id, position, updatedAt, version }) => ({
      name: _id,
      version,
      position: position ? fromSortableId(position) : null,
      updatedAt: updatedAt ?? null,
    })),
    analytics: (await readAnalyticsFacts(store.db, maximumReadMs)) ?? null,
    parked: await deadLettersOf(store).countDocuments({ status: 'parked' }),
  }
}

const maximumReadMs = 5_000

const toRecord = (flat: unknown[]): Record<string, unknown> =>
  Object.fromEntries(
    flat.flatMap((name, index) => (index % 2 === 0 ? [[String(name), flat[index + 1]]] : [])),
  )
