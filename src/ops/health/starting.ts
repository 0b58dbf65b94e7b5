import type { Answer, HealthFacts, Question } from './facts'
import type { HealthMemory } from './memory'
import type { Finding, HealthReport } from './report'

const code = 'STARTING'

/** Whether a question waits for its first answer in a process that has just begun to ask. */
export const isStarting = (answer: Answer<unknown>): boolean =>
  !answer.isAnswered && answer.code === code

/** Nothing is known yet: neither that all is well nor that anything is away. */
export const starting: Finding = {
  code,
  severity: 'degraded',
  message: 'This process has just started, and its first questions are not answered yet.',
}

/** Whether a verdict was given before everything had answered once. */
export const isUnsettled = ({ checks }: HealthReport): boolean =>
  Object.values(checks).some(({ findings }) => findings.some((finding) => finding.code === code))

/**
 * Tells a first answer that is merely late in a new process, whose connections are still opened
 * and whose time is taken by loading, from an engine that is away. What was refused, and what has
 * answered before, stays as it is.
 */
export const markStarting = (
  facts: HealthFacts,
  memory: HealthMemory,
  next: HealthMemory,
  startMs: number,
): HealthFacts => {
  const { archive, atMs, ledger, mongodb, redis, sync } = facts
  const answered = new Set(memory.answered)
  for (const [question, { isAnswered }] of Object.entries({
    redis,
    mongodb,
    ledger,
    archive,
    sync,
  }))
    if (isAnswered) answered.add(question as Question)
  next.answered = [...answered]
  next.begunAtMs = memory.begunAtMs ?? atMs
  const ageMs = atMs - next.begunAtMs
  // A clock that was set back must not make a process look new.
  if (ageMs < 0 || ageMs >= startMs) return facts
  const mark = <T>(question: Question, answer: Answer<T>, ...before: Answer<unknown>[]) => {
    const isLate = !answer.isAnswered && answer.code === lateCode
    const isNew = !answered.has(question) && (isLate || before.some(isStarting))
    return !answer.isAnswered && isNew ? { ...answer, code } : answer
  }
  const marked = { ledger: mark('ledger', ledger), mongodb: mark('mongodb', mongodb) }
  // What is asked only after another answer waits for that one.
  const after = mark('archive', archive, marked.mongodb)
  return {
    ...facts,
    ...marked,
    redis: mark('redis', redis),
    archive: after,
    sync: mark('sync', sync, after, marked.ledger),
  }
}

/** The code of a question that was not answered in time. */
const lateCode = 'NO_ANSWER'
