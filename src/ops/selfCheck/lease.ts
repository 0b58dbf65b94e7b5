/* eslint-disable no-restricted-syntax -- where the walk stands is no read model */
import type { Collection, Db } from 'mongodb'

import { beginning, type Place } from './places'

/** Who checks at present, and where its walk stands: one document, so that one step takes both. */
export interface SelfCheckState {
  _id: 'walk'
  holder?: string
  /** By the database's own clock: those of instances may differ. */
  heldUntil: Date
  place: Place
  roundStartedAt?: Date
  /** When the last whole round had ended: everything was checked since its beginning. */
  roundEndedAt?: Date
}

/** The right to check, which one instance has at a time; it runs out by itself. */
export interface Lease {
  /** Takes or prolongs it. @returns the place to go on from; nothing where another one has it */
  take: () => Promise<Place | undefined>
  /** Notes how far the walk came, unless another instance has taken over. */
  note: (place: Place, progress: { isRoundOver: boolean }) => Promise<void>
  /** Lets another instance go on at once. */
  release: () => Promise<void>
}

/** What the self-check remembers between turns. */
export const selfCheckStateOf = (db: Db): Collection<SelfCheckState> => db.collection('self-check')

/** @param leaseMs how long another instance waits for one that died */
export const createLease = ({
  database,
  holder,
  leaseMs,
}: {
  database: () => Db
  holder: string
  leaseMs: number
}): Lease => {
  const states = (): Collection<SelfCheckState> => selfCheckStateOf(database())
  return {
    take: async () => {
      await states().updateOne(
        { _id: 'walk' },
        { $setOnInsert: { heldUntil: new Date(0), place: beginning } },
        { upsert: true },
      )
      const state = await states().findOneAndUpdate(
        { _id: 'walk', $expr: { $or: [{ $eq: ['$holder', holder] }, isOver] } },
        [{ $set: { holder, heldUntil: { $add: ['$$NOW', leaseMs] } } }],
        { returnDocument: 'after' },
      )
      return state?.place
    },
    note: async (place, { isRoundOver }) => {
      const begun = place.lane === 0 && place.after === ''
      await states().updateOne({ _id: 'walk', holder }, [
        {
          $set: {
            place: { $literal: place },
            ...(isRoundOver && { roundEndedAt: '$$NOW' }),
            ...(begun && { roundStartedAt: '$$NOW' }),
          },
        },
      ])
    },
    release: async () => {
      await states().updateOne({ _id: 'walk', holder }, { $set: { heldUntil: new Date(0) } })
    },
  }
}

const isOver = { $lte: ['$heldUntil', '$$NOW'] }
