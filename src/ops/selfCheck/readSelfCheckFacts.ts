import type { Db } from 'mongodb'

import { knownDriftsOf, maximumKnownDrifts } from './drifts'
import { selfCheckStateOf } from './lease'

/** What the self-check of all instances has found. */
export interface SelfCheckFacts {
  /** Documents that are not what the ledger says; at most as many as are kept. */
  drifted: number
  /** When the last walk over all documents was over. */
  selfCheckedAt?: Date
}

/** Reads what the self-check has found, whichever instance did it. */
export const readSelfCheckFacts = async (db: Db, maxTimeMS: number): Promise<SelfCheckFacts> => {
  const [drifted, state] = await Promise.all([
    knownDriftsOf(db).countDocuments({}, { limit: maximumKnownDrifts, maxTimeMS }),
    selfCheckStateOf(db).findOne({ _id: 'walk' }, { maxTimeMS }),
  ])
  return { drifted, ...(state?.roundEndedAt && { selfCheckedAt: state.roundEndedAt }) }
}
