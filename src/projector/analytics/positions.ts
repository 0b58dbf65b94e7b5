import { analyticsNames, analyticsVersion } from '@/projections/analytics'

import type { ProjectionState } from '../positions'
import { projectionStatesName, type Store } from '../store'

/** Notes how far the numbers are where people look. @param position archive id of what was counted last */
export const noteStates = async ({ db }: Store, position: string | undefined): Promise<void> => {
  if (position === undefined) return
  await db.collection<ProjectionState>(projectionStatesName).bulkWrite(
    analyticsNames.map((name) => ({
      updateOne: {
        filter: { _id: name },
        update: {
          $set: { updatedAt: new Date(), version: analyticsVersion },
          $max: { position },
        },
        upsert: true,
      },
    })),
  )
}
