import { appendedAtMs } from '@/ledger/streamId'
import type { LiveStatus } from '@/realtime/liveStatus'
import type { Watermark } from '@/realtime/watermark'

import type { Answer } from './facts'
import type { Evaluation } from './monitor'

/** What screens may say of themselves, from the watermark of now and a recent verdict. */
export const toLiveStatus = (
  watermark: Answer<Watermark>,
  { facts, report }: Evaluation,
): LiveStatus => {
  const archive = facts.archive.isAnswered ? facts.archive.value : undefined
  const health = {
    overall: report.overall,
    findings: Object.values(report.checks).flatMap(({ findings }) =>
      findings.map(({ code }) => code),
    ),
    parked: archive?.parked ?? 0,
    drifted: archive?.drifted ?? 0,
    lost: facts.ledger.isAnswered ? facts.ledger.value.lostLastDay : 0,
    isRebuilding: archive?.rebuild !== undefined,
  }
  if (!watermark.isAnswered)
    return { behindEvents: 0, isBehindAtLeast: false, waitingMs: 0, ...health }
  const { completeTo, nowMs, oldestWaiting, position } = watermark.value
  const { behindEvents, isBehindAtLeast } = watermark.value
  return {
    atMs: nowMs,
    ...(completeTo !== undefined && { completeTo }),
    ...(position !== undefined && { position }),
    behindEvents,
    isBehindAtLeast,
    waitingMs: oldestWaiting === undefined ? 0 : Math.max(0, nowMs - appendedAtMs(oldestWaiting)),
    ...health,
  }
}
