import { expect } from 'vitest'

import { analyticsNames } from '@/projections/analytics'
import type { Store } from '@/projector/store'

import { businessOracle } from './businessOracle'
import type { RawEntry } from './oracle'
import { readNumbers, toJson } from './storedNumbers'

/** Expects the stored numbers to be what an independent count of all entries gives. */
export const expectBusiness = async (
  store: Store,
  entries: readonly RawEntry[],
  timeZone: string,
): Promise<void> => {
  const expected = businessOracle(entries, timeZone)
  const by = {
    'application-stats': expected.applications,
    'conversation-stats': expected.conversations,
    'daily-metrics': expected.days,
  }
  for (const name of analyticsNames)
    expect(await readNumbers(store, name)).toEqual(toJson(by[name]))
}
