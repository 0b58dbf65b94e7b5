import type { HealthFacts } from './facts'
import { evaluate } from './evaluate'
import { emptyMemory, type HealthMemory, type HealthThresholds } from './memory'
import type { CheckName, HealthReport } from './report'
import { isUnsettled } from './starting'

/** One evaluation: what was seen, and the verdict on it. */
export interface Evaluation {
  facts: HealthFacts
  report: HealthReport
}

/** Watches the health of the product from this process. */
export interface HealthMonitor {
  start: () => void
  stop: () => void
  /** The evaluation of now; one that is younger (by default than a second) is good enough. */
  check: (maximumAgeMs?: number) => Promise<Evaluation>
}

/** What the monitor says of itself; a subset of pino. */
export interface HealthLogger {
  info: (details: object) => void
  warn: (details: object) => void
}

const freshMs = 1_000

/** Evaluates regularly, so that conditions can be seen to hold, and whenever it is asked. */
export const createHealthMonitor = ({
  gather,
  intervalMs,
  logger,
  thresholds,
}: {
  gather: () => Promise<HealthFacts>
  thresholds: HealthThresholds
  intervalMs: number
  logger: HealthLogger
}): HealthMonitor => {
  let memory: HealthMemory = emptyMemory
  let latest: Evaluation | undefined
  let running: Promise<Evaluation> | undefined
  let timer: NodeJS.Timeout | undefined

  const run = async (): Promise<Evaluation> => {
    const facts = await gather()
    const verdict = evaluate(facts, memory, thresholds)
    memory = verdict.memory
    if (verdict.report.overall !== (latest?.report.overall ?? 'healthy')) tell(verdict.report)
    latest = { facts, report: verdict.report }
    return latest
  }

  const tell = ({ checks, overall }: HealthReport): void => {
    const findings = (Object.keys(checks) as CheckName[]).flatMap((name) =>
      checks[name].findings.map(({ code }) => `${name}: ${code}`),
    )
    if (overall === 'healthy') logger.info({ msg: 'healthy again' })
    else logger.warn({ overall, findings, msg: 'not healthy' })
  }

  const check = async (maximumAgeMs = freshMs): Promise<Evaluation> => {
    const ageMs = latest ? Date.now() - latest.facts.atMs : Infinity
    // What was not known yet may be known by now.
    const enoughMs = latest && isUnsettled(latest.report) ? freshMs : maximumAgeMs
    // A clock that was set back makes an evaluation look young for ever.
    if (latest && ageMs >= 0 && ageMs < Math.min(enoughMs, maximumAgeMs)) return latest
    running ??= run().finally(() => (running = undefined))
    return running
  }

  const checkRegularly = (): void => {
    check().catch((error: unknown) => logger.warn({ err: error, msg: 'health is not known' }))
  }

  return {
    start: () => {
      if (timer) return
      timer = setInterval(checkRegularly, intervalMs)
      timer.unref()
      checkRegularly()
    },
    stop: () => {
      clearInterval(timer)
      timer = undefined
    },
    check,
  }
}
