import { compareStreamIds, isLater } from '@/ledger/streamId'

import type { CheckInput } from './checkInput'
import type { ArchiveFacts, HealthFacts, SyncFacts } from './facts'
import { findAnalytics } from './findAnalytics'
import type { CheckResult } from './report'
import { isStarting, starting } from './starting'

/** Whether the archive, and so every read model, has what the stream has. */
export const checkSync = (input: CheckInput): CheckResult => {
  const { check, facts } = input
  const { archive, sync } = facts
  if (!archive.isAnswered || !sync.isAnswered) {
    const unreadable = {
      code: archive.isAnswered ? 'LEDGER_UNREADABLE' : 'ARCHIVE_UNREADABLE',
      severity: 'unhealthy',
      message: 'The stream and the archive cannot be compared.',
    } as const
    const first = archive.isAnswered ? sync : archive
    check.find(true, isStarting(first) ? starting : unreadable)
    return check.toResult({})
  }
  findMissing(input, archive.value, sync.value)
  findBehind(input, archive.value, sync.value)
  findDrift(input, archive.value)
  findAnalytics(input, archive.value)
  return check.toResult({
    entriesAfterArchive: sync.value.entriesAfterArchive,
    isAtLeast: sync.value.isAtLeast,
    greatestArchivedId: archive.value.greatestId ?? null,
    sampledFromBeginning: archive.value.sampled,
    missingFromBeginning: archive.value.missingIds.length,
    parkedLastHour: archive.value.parkedLastHour,
    parked: archive.value.parked,
    drifted: archive.value.drifted,
    selfCheckedAt: archive.value.selfCheckedAt?.toISOString() ?? null,
    ...(archive.value.analytics && { analytics: archive.value.analytics }),
    ...(archive.value.rebuild !== undefined && { rebuild: archive.value.rebuild }),
  })
}

/** What is acknowledged comes by itself no more: only feeding the range again brings it back. */
const findMissing = (
  { check, facts }: CheckInput,
  { missingIds }: ArchiveFacts,
  sync: SyncFacts,
): void => {
  check.findHeld(missingIds.length > 0 || isAcknowledged(facts, sync.firstAfterId), {
    code: 'MISSING_FROM_ARCHIVE',
    severity: 'unhealthy',
    message:
      'Acknowledged entries of the stream are not in the archive: MongoDB was restored to an older state, or entries were skipped. Replay them before the stream is trimmed.',
  })
}

/** The ledger was read before the archive: what was acknowledged then must be archived now. */
const isAcknowledged = ({ ledger }: HealthFacts, id: string | undefined): boolean => {
  if (id === undefined || !ledger.isAnswered || !ledger.value.group) return false
  const { lastDeliveredId, oldestPending } = ledger.value.group
  return (
    compareStreamIds(id, lastDeliveredId) <= 0 &&
    (oldestPending === undefined || compareStreamIds(id, oldestPending.id) < 0)
  )
}

const findDrift = ({ check }: CheckInput, { drifted }: ArchiveFacts): void => {
  check.find(drifted > 0, {
    code: 'DRIFT',
    severity: 'degraded',
    message: `${drifted} documents are not what the ledger says. The audit trail names them and their fields; a rebuild makes them right.`,
  })
}

/** The same entries have to be missing for a while; that others came in their place is traffic. */
const findBehind = (
  { check, memory, next, thresholds }: CheckInput,
  { greatestId }: ArchiveFacts,
  { excessId }: SyncFacts,
): void => {
  const code = 'BEHIND'
  const isSame =
    excessId !== undefined && memory.excessId !== undefined && isLater(memory.excessId, greatestId)
  if (excessId !== undefined) next.excessId = isSame ? memory.excessId! : excessId
  check.findHeld(
    excessId !== undefined,
    {
      code,
      severity: 'degraded',
      message: `The archive is more than ${thresholds.syncDifferenceEvents} entries behind the stream.`,
    },
    excessId === undefined || isSame ? memory.held[code] : { isHeld: false },
  )
}
