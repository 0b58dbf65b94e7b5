import type { ClientSession } from 'mongodb'
import type { Logger } from 'pino'

import { type Difference, differences } from '@/projections/canonical'
import type { ProjectedDocument } from '@/projections/documents'
import type { LedgerEvent } from '@/ledger/event'

import { foldBatch, type FoldedBatch } from './foldBatch'
import type { BatchStamp } from './gateMaster'
import { inGatedTransaction } from './gates'
import { publishChanges } from './publish'
import type { ProjectorParts } from './parts'
import { withinRedisTime } from './redisTime'
import { parseArchived } from './readLedger'
import { archiveOf, deadLettersOf, type Store } from './store'
import { whileContested } from './whileContested'

/** What became, or would become, of a parked entry. */
export type RetryOutcome =
  | { id: string; outcome: 'applied'; changes: DocumentChange[] }
  /** Its type is still not known; it rests in the archive and waits for a rebuild. */
  | { id: string; outcome: 'ignored' }
  | { id: string; outcome: 'refused'; code: string; path: string; reason: string }
  /** There is no parked entry of this id (any more). */
  | { id: string; outcome: 'not-parked' }

/** What a retry works with. */
export type RetryParts = Pick<ProjectorParts, 'publish' | 'resync' | 'store' | 'settings'> & {
  logger: Pick<Logger, 'error' | 'warn'>
}

/** How one document changed. */
export interface DocumentChange {
  collection: string
  id: string
  differences: Difference[]
}

/**
 * Applies a parked entry with today's code, in one transaction with its dead letter, and tells the
 * screens; where that fails they load again, and the retry counts. Whether other events came later
 * does not matter: the projections do not depend on order.
 * @param id the dead letter's id (the stream id in the form that sorts)
 * @param isDryRun works everything out and changes nothing
 * @param alongside what is written in the same transaction, unless nothing is parked under the id
 * @throws what applying it throws; nothing is changed then
 */
export const retryParked = async (
  parts: RetryParts,
  id: string,
  {
    alongside,
    isDryRun = false,
  }: {
    isDryRun?: boolean
    alongside?: (session: ClientSession, outcome: RetryOutcome) => Promise<void>
  } = {},
): Promise<RetryOutcome> => {
  const store = parts.store()
  try {
    const { changed, event, outcome } = await whileContested(() =>
      inGatedTransaction(store, parts.settings.processingTimeoutMs, async (session, stamp) => {
        const result = await retryWithin(store, session, stamp, id)
        if (isDryRun) throw new DryRun(result.outcome)
        if (result.outcome.outcome !== 'not-parked') await alongside?.(session, result.outcome)
        return result
      }),
    )
    if (event && changed) await tell(parts, event, changed)
    return outcome
  } catch (error) {
    if (error instanceof DryRun) return error.outcome
    throw error
  }
}

/** It is applied, whether the screens can be told of it or not. */
const tell = async (parts: RetryParts, event: LedgerEvent, changed: FoldedBatch): Promise<void> => {
  const { logger, resync, settings } = parts
  try {
    await withinRedisTime(settings.processingTimeoutMs, () =>
      publishChanges(parts, { events: [event], repeats: [], parked: [], changed }),
    )
  } catch (error) {
    logger.error(
      { err: error },
      'a retried event could not be told to the screens; they load again',
    )
    try {
      if (resync) await withinRedisTime(settings.processingTimeoutMs, resync)
    } catch (resyncError) {
      logger.error({ err: resyncError }, 'the screens could not be made to load again')
    }
  }
}

interface Retried {
  outcome: RetryOutcome
  event?: LedgerEvent
  changed?: FoldedBatch
}

const retryWithin = async (
  store: Store,
  session: ClientSession,
  stamp: BatchStamp,
  id: string,
): Promise<Retried> => {
  const entry = await archiveOf(store).findOne({ _id: id, disposition: 'parked' }, { session })
  const letter = await deadLettersOf(store).findOne({ _id: id, status: 'parked' }, { session })
  if (!entry || !letter) return { outcome: { id, outcome: 'not-parked' } }
  if (letter.code === 'TOO_LARGE') {
    const { code, path = '', reason } = letter
    return { outcome: { id, outcome: 'refused', code, path, reason } }
  }
  const parsed = parseArchived(entry)
  if (parsed.kind === 'invalid')
    return {
      outcome: {
        id,
        outcome: 'refused',
        code: parsed.code,
        path: parsed.path,
        reason: parsed.reason,
      },
    }
  const disposition = parsed.kind === 'event' ? 'applied' : 'ignored'
  const { applicationId, customerId } = parsed.kind === 'event' ? parsed.event : {}
  await archiveOf(store).updateOne(
    { _id: id },
    { $set: { disposition, applicationId, customerId, ...stamp } },
    { session, ignoreUndefined: true },
  )
  await deadLettersOf(store).updateOne({ _id: id }, { $set: { status: 'retried' } }, { session })
  if (parsed.kind !== 'event') return { outcome: { id, outcome: 'ignored' } }
  const changed = await foldBatch(store, session, [parsed.event])
  return {
    event: parsed.event,
    changed,
    outcome: { id, outcome: 'applied', changes: toChanges(changed) },
  }
}

const toChanges = (changed: FoldedBatch): DocumentChange[] =>
  Object.entries(changed).flatMap(([collection, documents]) =>
    (documents as { before?: ProjectedDocument; document: ProjectedDocument }[]).map(
      ({ before, document }) => ({
        collection,
        id: document._id,
        differences: differences(before, document),
      }),
    ),
  )

/** Leaves the transaction without a commit. */
class DryRun extends Error {
  constructor(readonly outcome: RetryOutcome) {
    super('dry run')
  }
}
