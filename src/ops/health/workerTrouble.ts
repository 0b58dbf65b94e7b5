import type { CheckInput } from './checkInput'
import type { HealthFacts } from './facts'

/** What the worker of this process says of itself, or does not say for too long. */
export const findWorkerTrouble = ({ check, facts, thresholds }: CheckInput): void => {
  const { atMs, worker } = facts
  const open = openBreakers(worker)
  const isPaused = open.some((name) => name.startsWith('projection:'))
  check.find(open.length > 0, {
    code: 'BREAKER_OPEN',
    severity: isPaused ? 'unhealthy' : 'degraded',
    message: `The worker waits before it tries again: ${open.join(', ')}.`,
  })
  check.findHeld(worker?.standingBy !== undefined, {
    code: 'STANDING_BY',
    severity: 'degraded',
    message: 'The worker of this process leaves the ledger to another version of the program.',
  })
  const signMs = Math.max(
    worker?.lastSignAt?.getTime() ?? 0,
    worker?.batchStartedAt?.getTime() ?? 0,
  )
  const silentMs = worker?.batchStartedAt ? atMs - signMs : 0
  check.find(silentMs > thresholds.stallMs, {
    code: 'WORKER_HUNG',
    severity: 'unhealthy',
    message: `The worker of this process has a batch under way and gave no sign for ${Math.round(silentMs / 1_000)} s.`,
  })
}

/** The worker of this process, for the details of its check. */
export const describeWorker = ({
  isProcessingEnabled,
  worker,
}: HealthFacts): Record<string, unknown> => ({
  isProcessingEnabled,
  isWorkerRunning: worker?.isRunning ?? false,
  ...(worker?.standingBy !== undefined && { standingBy: worker.standingBy }),
  ...(worker?.breakers && { breakers: worker.breakers }),
})

const openBreakers = (worker: HealthFacts['worker']): string[] =>
  Object.entries(worker?.breakers ?? {}).flatMap(([name, state]) =>
    state === 'closed' ? [] : [name],
  )
