/* eslint-disable no-restricted-syntax -- what is known of drifts is no read model */
import type { Collection, Db } from 'mongodb'

import type { Drift } from '@/projector/verify'

import { recordAudit } from '../audit'

import { fingerprintOf, pathsOf, toAuditDetails } from './driftReport'
import type { Subject } from './places'

/** A document that was found to be not what the ledger says, until it is found to be right again. */
export interface KnownDrift {
  /** `collection/id`. */
  _id: string
  collection: string
  documentId: string
  fingerprint: string
  paths: string[]
  foundAt: Date
  checkedAt: Date
  /** When the audit trail was told last. */
  reportedAt: Date
}

/** What a finding was: told for the first time, known already, or none. */
export type DriftNews = 'new' | 'known' | 'settled' | 'none'

/** How many are kept; where so many are wrong, no further one tells more. */
export const maximumKnownDrifts = 1_000

/** A drift of the same fields, whose values go on changing, is told again after so long. */
const tellAgainMs = 60 * 60_000

const actor = 'self-check'

/** The documents that are known to have drifted. */
export const knownDriftsOf = (db: Db): Collection<KnownDrift> => db.collection('self-check-drifts')

/**
 * Takes the result of one check in: a drift that is news is put into the audit trail first, so
 * that none is known and untold; one that is gone is told as well.
 */
export const noteResult = async (
  db: Db,
  { collection, id }: Subject,
  drift: Drift | undefined,
  now: Date,
): Promise<DriftNews> => {
  const drifts = knownDriftsOf(db)
  const _id = `${collection}/${id}`
  const before = await drifts.findOne({ _id })
  if (!drift) {
    if (!before) return 'none'
    await recordAudit(db, { at: now, actor, action: 'verification.settled', subject: _id })
    await drifts.deleteOne({ _id })
    return 'settled'
  }
  const fingerprint = fingerprintOf(drift.differences)
  const paths = pathsOf(drift.differences)
  const isNews = !before || isOther(before, { fingerprint, paths }, now)
  if (isNews)
    await recordAudit(db, {
      at: now,
      actor,
      action: 'verification.drifted',
      subject: _id,
      details: toAuditDetails(drift),
    })
  await drifts.updateOne(
    { _id },
    {
      $set: { fingerprint, paths, checkedAt: now, ...(isNews && { reportedAt: now }) },
      $setOnInsert: { collection, documentId: id, foundAt: now },
    },
    { upsert: true },
  )
  return isNews ? 'new' : 'known'
}

/** The drifts that were looked at longest ago. */
export const oldestDrifts = async (db: Db, limit: number): Promise<Subject[]> => {
  const found = await knownDriftsOf(db)
    .find({}, { sort: { checkedAt: 1 }, limit })
    .toArray()
  return found.map(({ collection, documentId }) => ({ collection, id: documentId }))
}

const isOther = (
  before: KnownDrift,
  { fingerprint, paths }: Pick<KnownDrift, 'fingerprint' | 'paths'>,
  now: Date,
): boolean =>
  before.fingerprint !== fingerprint &&
  (before.paths.join('\n') !== paths.join('\n') ||
    now.getTime() - before.reportedAt.getTime() > tellAgainMs)
