import type { Db } from 'mongodb'

import { fromSortableId, type StreamId, toSortableId } from '@/ledger/streamId'
import { readAnalyticsFacts } from '@/projector/analytics/facts'
import { masterOf } from '@/projector/gateMaster'
import {
  archiveName,
  type ArchivedEntry,
  type DeadLetter,
  deadLettersName,
  type Store,
} from '@/projector/store'

import { readSelfCheckFacts } from '../selfCheck/readSelfCheckFacts'

import type { ArchiveFacts } from './facts'

const hourMs = 60 * 60_000
const maximumLettersCounted = 10_000

/** Reads what the archive has, by its indexes alone. */
export const readArchiveFacts = async (
  db: Db,
  {
    acknowledgedIds,
    maximumMs,
    nowMs,
  }: { acknowledgedIds: readonly StreamId[]; nowMs: number; maximumMs: number },
): Promise<ArchiveFacts> => {
  const archive = db.collection<ArchivedEntry>(archiveName)
  const keys = acknowledgedIds.map(toSortableId)
  const options = { projection: { _id: 1 }, maxTimeMS: maximumMs } as const
  const letters = db.collection<DeadLetter>(deadLettersName)
  const bounds = { limit: maximumLettersCounted, maxTimeMS: maximumMs }
  const [greatest, found, parkedLastHour, parked, master, selfCheck, analytics] = await Promise.all(
    [
      archive.findOne({}, { ...options, sort: { _id: -1 } }),
      archive.find({ _id: { $in: keys } }, options).toArray(),
      letters.countDocuments(
        { status: 'parked', lastFailedAt: { $gte: new Date(nowMs - hourMs) } },
        bounds,
      ),
      letters.countDocuments({ status: 'parked' }, bounds),
      masterOf({ db } as Store).findOne({ _id: '*' }, { maxTimeMS: maximumMs }),
      readSelfCheckFacts(db, maximumMs),
      readAnalyticsFacts(db, maximumMs),
    ],
  )
  const archived = new Set(found.map(({ _id }) => _id))
  return {
    ...(greatest && { greatestId: fromSortableId(greatest._id) }),
    missingIds: keys.filter((key) => !archived.has(key)).map(fromSortableId),
    sampled: keys.length,
    parkedLastHour,
    parked,
    ...(master?.rebuild != null && { rebuild: master.rebuild }),
    ...selfCheck,
    ...(analytics && { analytics }),
  }
}
