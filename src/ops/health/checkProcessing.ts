import { appendedAtMs, compareStreamIds, isLater, type StreamId } from '@/ledger/streamId'

import type { CheckInput } from './checkInput'
import type { GroupFacts, LedgerFacts } from './facts'
import type { CheckResult } from './report'
import { isStarting, starting } from './starting'
import { unchanged } from './sustain'
import { describeWorker, findWorkerTrouble } from './workerTrouble'

/** Whether events are projected: a worker runs, it makes progress, and it is not far behind. */
export const checkProcessing = (input: CheckInput): CheckResult => {
  const { check, facts } = input
  const { isProcessingEnabled, ledger, worker } = facts
  check.find(isProcessingEnabled && !worker?.isRunning, {
    code: 'WORKER_STOPPED',
    severity: 'unhealthy',
    message: 'This process is meant to project the ledger, and its worker does not run.',
  })
  findWorkerTrouble(input)
  const here = describeWorker(facts)
  if (!ledger.isAnswered) {
    const unreadable = {
      code: 'LEDGER_UNREADABLE',
      severity: 'unhealthy',
      message: 'The ledger cannot be read, so that nothing is projected.',
    } as const
    check.find(true, isStarting(ledger) ? starting : unreadable)
    return check.toResult({ ...here, code: ledger.code })
  }
  findGroupMissing(input, ledger.value)
  findOlderLedger(input)
  findLag(input, ledger.value)
  findTrimmed(input, ledger.value)
  findLost(input, ledger.value)
  findStall(input, ledger.value)
  return check.toResult({ ...here, ...describe(ledger.value) })
}

/** The entry that has waited longest: pending at a worker, or given to nobody yet. */
export const oldestOutstanding = (group: GroupFacts | undefined): StreamId | undefined => {
  const pending = group?.oldestPending?.id
  const undelivered = group?.nextUndeliveredId
  if (pending === undefined || undelivered === undefined) return pending ?? undelivered
  return compareStreamIds(pending, undelivered) < 0 ? pending : undelivered
}

const findGroupMissing = ({ check, facts }: CheckInput, ledger: LedgerFacts): void => {
  const wasProjected = facts.archive.isAnswered && facts.archive.value.greatestId !== undefined
  const isExpected = ledger.length > 0 || wasProjected || facts.isProcessingEnabled
  check.findHeld(ledger.group === undefined && isExpected, {
    code: 'GROUP_MISSING',
    severity: 'unhealthy',
    message: 'The consumer group is missing: nobody projects, or the stream was emptied.',
  })
}

const findOlderLedger = ({ check, facts: { archive, sync } }: CheckInput): void => {
  const greatestId = archive.isAnswered ? archive.value.greatestId : undefined
  const isOlder =
    greatestId !== undefined && sync.isAnswered && isLater(greatestId, sync.value.lastGeneratedId)
  check.findHeld(isOlder, {
    code: 'LEDGER_OLDER_THAN_ARCHIVE',
    severity: 'degraded',
    message:
      'The archive is ahead of the stream: the stream was emptied, or restored to an older state.',
  })
}

const findLag = ({ check, thresholds }: CheckInput, { group }: LedgerFacts): void => {
  check.findHeld(group !== undefined && group.lagEvents >= thresholds.lagAlertEvents, {
    code: 'LAG',
    severity: 'degraded',
    message: `${thresholds.lagAlertEvents} or more events wait to be read.`,
  })
}

const findTrimmed = ({ check }: CheckInput, ledger: LedgerFacts): void => {
  const { entriesAdded, firstId, group, length } = ledger
  const unread = group?.entriesRead === undefined ? 0 : entriesAdded - length - group.entriesRead
  const isUnread = unread > 0 && (firstId === undefined || isLater(firstId, group?.lastDeliveredId))
  // A worker that reads on reports it for good; and a Redis that was restarted has forgotten what
  // was read, until the next read.
  check.findHeld(isUnread, {
    code: 'TRIMMED_UNREAD',
    severity: 'degraded',
    message: `At least ${unread} entries were removed from the stream before they were read.`,
  })
}

const findLost = ({ check }: CheckInput, { lostLastDay }: LedgerFacts): void => {
  check.find(lostLastDay > 0, {
    code: 'EVENTS_LOST',
    severity: 'degraded',
    message: `${lostLastDay} entries were removed from the stream in the last 24 hours before they were read. The list errors:lost_events names them; delete it once they were sent again.`,
  })
}

const findStall = ({ check, facts, memory, next, thresholds }: CheckInput, ledger: LedgerFacts) => {
  const { archive, atMs, mongodb, worker } = facts
  const { group } = ledger
  const outstanding = oldestOutstanding(group)
  // While an engine is away no progress can be expected; that is said by its own check.
  if (!group || outstanding === undefined || !mongodb.isAnswered || !archive.isAnswered) return
  const { nextUndeliveredId, oldestPending, pending } = group
  const marker = [outstanding, pending, archive.value.greatestId].join(' ')
  next.progress = unchanged(memory.progress, marker, atMs)
  const quietMs = atMs - next.progress.sinceMs
  const waitsForTakeover =
    nextUndeliveredId === undefined && oldestPending?.consumer !== worker?.consumer
  const isStalled = quietMs > (waitsForTakeover ? thresholds.takeoverMs : thresholds.stallMs)
  check.find(isStalled, {
    code: 'STALLED',
    severity: 'unhealthy',
    message: `Events wait, and nothing was projected for ${toSeconds(quietMs)} s.`,
  })
  if (!oldestPending) return
  next.oldestPending = unchanged(memory.oldestPending, oldestPending.id, atMs)
  const stuckMs = atMs - next.oldestPending.sinceMs
  check.find(!isStalled && stuckMs > thresholds.stallMs, {
    code: 'PENDING_STUCK',
    severity: 'degraded',
    message: `The oldest event that a worker was given is not done after ${toSeconds(stuckMs)} s.`,
  })
}

const describe = ({ group, length, lostLastDay, nowMs }: LedgerFacts): Record<string, unknown> => ({
  streamLength: length,
  hasGroup: group !== undefined,
  lostLastDay,
  ...(group && {
    lagEvents: group.lagEvents,
    isLagAtLeast: group.isLagAtLeast,
    lagSeconds: ageSeconds(group.nextUndeliveredId, nowMs),
    pending: group.pending,
    oldestPendingSeconds: ageSeconds(group.oldestPending?.id, nowMs),
    lastDeliveredId: group.lastDeliveredId,
  }),
})

/** How long ago an entry was appended, in seconds; 0 where there is none. */
export const ageSeconds = (id: StreamId | undefined, nowMs: number): number =>
  id === undefined ? 0 : Math.max(0, nowMs - appendedAtMs(id)) / 1_000

const toSeconds = (ms: number): number => Math.round(ms / 1_000)
