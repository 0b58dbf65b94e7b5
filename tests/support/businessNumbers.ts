import { expect } from 'vitest'

import { analyticsNames } from '@/projections/analytics'
import type { Store } from '@/projector/store'

import { businessOracle } from './businessOracle'
import type { RawEntry } from './oracle'

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
  for (const name of analyticsNames) expect(await readNumbers(store, name)).toEqual(json(by[name]))
}

/** The documents of one collection by id, as JSON, without their revisions. */
export const readNumbers = async (
  { db }: Store,
  name: string,
): Promise<Record<string, unknown>> => {
  const found = await db
    .collection<{ _id: string }>(name)
    .find({}, { sort: { _id: 1 } })
    .toArray()
  return json(
    new Map(found.map(({ _id, ...document }) => [_id, { ...document, revision: undefined }])),
  )
}

const json = (documents: Map<string, unknown>): Record<string, unknown> =>
  JSON.parse(JSON.stringify(Object.fromEntries(documents))) as Record<string, unknown>
