import type { Answer, HealthFacts } from './facts'
import { checkProcessing } from './checkProcessing'
import { checkSync } from './checkSync'
import { createCheck } from './checks'
import type { HealthMemory, HealthThresholds } from './memory'
import { type CheckResult, type HealthReport, worstOf } from './report'
import { isStarting, markStarting, starting } from './starting'

/**
 * The verdict on a set of facts, given what earlier verdicts remember. Pure: the clock is one of
 * the facts. An engine that is away is unhealthy at once, unless a new process waits for its first
 * answer; warnings count once they hold.
 */
export const evaluate = (
  gathered: HealthFacts,
  memory: HealthMemory,
  thresholds: HealthThresholds,
): { report: HealthReport; memory: HealthMemory } => {
  const next: HealthMemory = { held: {} }
  const facts = markStarting(gathered, memory, next, thresholds.startMs)
  const { atMs } = facts
  const begin = () =>
    createCheck({ atMs, holdMs: thresholds.holdMs, held: memory.held, remember: next.held })

  const engine = (name: string, answer: Answer<unknown>): CheckResult => {
    const check = begin()
    check.find(isStarting(answer), starting)
    check.find(!answer.isAnswered && !isStarting(answer), {
      code: answer.isAnswered ? 'NO_ANSWER' : answer.code,
      severity: 'unhealthy',
      message: `${name} does not answer, or refuses what it is asked.`,
    })
    check.findHeld(answer.isAnswered && answer.latencyMs >= thresholds.slowMs, {
      code: `${name.toUpperCase()}_SLOW`,
      severity: 'degraded',
      message: `${name} takes ${thresholds.slowMs} ms or longer to answer.`,
    })
    if (name === 'MongoDB' && facts.mongodb.isAnswered)
      check.find(!facts.mongodb.value.isWritablePrimary, {
        code: 'NO_PRIMARY',
        severity: 'unhealthy',
        message: 'The replica set has no member that takes writes.',
      })
    return check.toResult(
      answer.isAnswered ? { latencyMs: Math.round(answer.latencyMs) } : { code: answer.code },
    )
  }

  const checks = {
    redis: engine('Redis', facts.redis),
    mongodb: engine('MongoDB', facts.mongodb),
    event_processing: checkProcessing({ facts, memory, next, thresholds, check: begin() }),
    projections_sync: checkSync({ facts, memory, next, thresholds, check: begin() }),
  }
  return {
    report: {
      overall: worstOf(Object.values(checks).map(({ status }) => status)),
      evaluatedAt: new Date(atMs).toISOString(),
      checks,
    },
    memory: next,
  }
}
