import { circuitBreaker, CircuitState, ConsecutiveBreaker, handleAll } from 'cockatiel'

import { sleep } from './sleep'

/** `closed`: work is done. `open`: nothing is tried. `half-open`: a probe is under way. */
export type BreakerState = 'closed' | 'half-open' | 'open'

/** When a breaker opens and closes (contract: resilience settings). */
export interface BreakerSettings {
  /** Failures in a row that open it. */
  failures: number
  /** The longest pause before a probe, in milliseconds. */
  openMs: number
  /** What a probe consists of: so many pings of an engine, so many events of a projection. */
  halfOpenCalls: number
}

/** What holds where nothing else is said. */
export const contractBreaker: BreakerSettings = { failures: 5, openMs: 60_000, halfOpenCalls: 3 }

/** One circuit breaker: told what happened, and waited for while it is open. */
export interface Breaker {
  state: () => BreakerState
  /** Work passed: failures before it count no more. */
  succeeded: () => Promise<void>
  /** Work failed; opens the breaker when it was one too many. */
  failed: () => Promise<void>
  /**
   * Returns once the breaker is closed, or the signal is aborted. While it is open, pauses and
   * probes, one probe at a time whoever waits; a probe that throws leaves it open.
   * @param isRefusal whether what a probe threw is the answer to it; without it everything is
   * @throws what a probe threw that is no answer: somebody else must see to it before the next one
   */
  untilClosed: (
    probe: () => Promise<void>,
    isRefusal?: (error: unknown) => boolean,
  ) => Promise<void>
}

/** Builds a breaker; `onState` hears of every change. */
export const createBreaker = ({
  onState,
  settings,
  signal,
}: {
  settings: BreakerSettings
  signal: AbortSignal
  onState: (state: BreakerState) => void
}): Breaker => {
  const policy = circuitBreaker(handleAll, {
    breaker: new ConsecutiveBreaker(settings.failures),
    // The pace of the probes is kept below: the policy's own follows the clock, which may jump.
    halfOpenAfter: -Infinity,
  })
  const state = (): BreakerState => stateNames[policy.state]
  policy.onStateChange(() => onState(state()))
  let hasFailed = false
  let probing: Promise<void> | undefined

  /** @returns what the work threw, if it did; what follows from it, the state says */
  const execute = (work: () => Promise<void>): Promise<{ error: unknown } | undefined> =>
    policy.execute(work).then(
      () => undefined,
      (error: unknown) => ({ error }),
    )

  const probeUntilClosed = async (
    probe: () => Promise<void>,
    isRefusal: (error: unknown) => boolean,
  ): Promise<void> => {
    const openedAtMs = performance.now()
    while (policy.state !== CircuitState.Closed) {
      await sleep(pauseMs(performance.now() - openedAtMs, settings.openMs), signal)
      if (signal.aborted) return
      const thrown = await execute(probe)
      if (thrown && !isRefusal(thrown.error)) throw thrown.error
    }
    hasFailed = false
  }

  return {
    state,
    succeeded: async () => {
      if (!hasFailed || policy.state !== CircuitState.Closed) return
      hasFailed = false
      await execute(async () => undefined)
    },
    failed: async () => {
      if (policy.state !== CircuitState.Closed) return
      hasFailed = true
      await execute(() => Promise.reject(new Error('failed')))
    },
    untilClosed: async (probe, isRefusal = () => true) => {
      if (policy.state === CircuitState.Closed) return
      probing ??= probeUntilClosed(probe, isRefusal).finally(() => (probing = undefined))
      await probing
    },
  }
}

/**
 * The pause before the next probe: a second at first, then a tenth of the time that the breaker has
 * been open. So nobody waits for much longer than the outage lasted anyway.
 */
export const pauseMs = (openForMs: number, openMs: number): number =>
  Math.min(Math.max(openForMs / 10, shortestPauseMs), openMs)

const shortestPauseMs = 1_000

const stateNames: Record<CircuitState, BreakerState> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.HalfOpen]: 'half-open',
  [CircuitState.Open]: 'open',
  [CircuitState.Isolated]: 'open',
}
