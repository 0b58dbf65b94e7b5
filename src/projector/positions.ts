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
 * Records how far the projections are. Outside the batches' transactions, beside the next one and at
 * most once a second: every worker writes the same few documents, and they tell, they do not decide.
 */
export const createPositions = (store: () => Store) => {
  let latest: StreamId | undefined
  let written: StreamId | undefined
  let writtenAtMs = 0
  let underWay: Promise<void> = Promise.resolve()

  const write = async (): Promise<void> => {
    if (!latest || latest === written) return
    const position = latest
    await writePositions(store().db, position)
    written = position
  }

  /** Waits for the writing under way. @throws what failed of it, once */
  const settle = async (): Promise<void> => {
    const ending = underWay
    underWay = Promise.resolve()
    await ending
  }

  return {
    /**
     * Notes a position and begins to write it when the last writing is long enough ago.
     * @throws what failed of the last writing
     */
    async advance(id: StreamId): Promise<void> {
      latest = id
      if (Date.now() - writtenAtMs < writeEveryMs) return
      await settle()
      writtenAtMs = Date.now()
      underWay = write()
      // The next writing hears of a failure; until then it must not go unheard.
      underWay.catch(() => undefined)
    },
    /** Writes what is not written yet. */
    async flush(): Promise<void> {
      await settle().catch(() => undefined)
      await write()
    },
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
