import type { Db } from 'mongodb'

import { type StreamId, toSortableId } from '@/ledger/streamId'
import { allProjections } from '@/projections'

import { projectionStatesName, type Store } from './store'

/** How far a projection is (spec: system). */
export interface ProjectionState {
  _id: string
  version: number
  /** The greatest stream id that was projected, in the form that sorts. */
  position: string
  updatedAt: Date
}

const writeEveryMs = 1_000

/** Where the projections of one process stand. */
export type Positions = ReturnType<typeof createPositions>

/**
 * Records how far the projections are. Outside the batches' transactions and at most once a
 * second: every worker writes the same few documents, and they tell, they do not decide.
 */
export const createPositions = (store: () => Store) => {
  let latest: StreamId | undefined
  let written: StreamId | undefined
  let writtenAtMs = 0

  const write = async (): Promise<void> => {
    if (!latest || latest === written) return
    const position = latest
    await writePositions(store().db, position)
    written = position
    writtenAtMs = Date.now()
  }

  return {
    /** Notes a position and writes it when the last writing is long enough ago. */
    async advance(id: StreamId): Promise<void> {
      latest = id
      if (Date.now() - writtenAtMs >= writeEveryMs) await write()
    },
    /** Writes what is not written yet. */
    flush: write,
  }
}

const writePositions = async (db: Db, position: StreamId): Promise<void> => {
  const states = db.collection<ProjectionState>(projectionStatesName)
  await states.bulkWrite(
    allProjections.map(({ name, version }) => ({
      updateOne: {
        filter: { _id: name },
        update: {
          $set: { updatedAt: new Date() },
          // Which version is live, the switch of a rebuild says.
          $setOnInsert: { version },
          $max: { position: toSortableId(position) },
        },
        upsert: true,
      },
    })),
  )
}
