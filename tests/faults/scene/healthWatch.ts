import { setTimeout as delay } from 'node:timers/promises'

import type { Redis } from 'ioredis'
import type { Db } from 'mongodb'

import { evaluate } from '@/ops/health/evaluate'
import { createFactGathering } from '@/ops/health/gatherFacts'
import { emptyMemory, type HealthMemory, type HealthThresholds } from '@/ops/health/memory'
import type { HealthReport } from '@/ops/health/report'

/** One verdict, and when the facts for it were gathered. */
interface Verdict {
  beganAtMs: number
  endedAtMs: number
  report: HealthReport
}

/** The product's health, judged all the time. */
export interface HealthWatch {
  /**
   * Runs `work`, during which something is wrong that health has to see after `graceMs`. A verdict
   * of "healthy" whose facts were all gathered meanwhile is remembered as false. Lasts until there
   * was such a verdict.
   */
  whileWrong: <T>(what: string, work: () => Promise<T>, graceMs?: number) => Promise<T>
  /** The false verdicts since the last time, in words. */
  takeFalseVerdicts: () => string[]
  /** Waits until all is well. @returns the findings that are left after `timeoutMs` */
  untilHealthy: (timeoutMs: number) => Promise<string[]>
  stop: () => Promise<void>
}

const intervalMs = 200

/** Begins to judge, with the product's facts and verdict and the given thresholds. */
export const startHealthWatch = ({
  database,
  redis,
  stream,
  thresholds,
}: {
  redis: Redis
  database: Db
  stream: string
  thresholds: HealthThresholds
}): HealthWatch => {
  const gather = createFactGathering({
    redis,
    database: () => database,
    stream,
    isProcessingEnabled: false,
    worker: () => undefined,
    syncDifferenceEvents: thresholds.syncDifferenceEvents,
    maximumCounted: 10_000,
  })
  let memory: HealthMemory = emptyMemory
  let verdicts: Verdict[] = []
  let windows: { what: string; fromMs: number; toMs: number }[] = []
  let isStopped = false

  const judge = async (): Promise<void> => {
    const beganAtMs = performance.now()
    const verdict = evaluate(await gather(), memory, thresholds)
    memory = verdict.memory
    verdicts.push({ beganAtMs, endedAtMs: performance.now(), report: verdict.report })
  }
  const run = async (): Promise<void> => {
    while (!isStopped) {
      await judge()
      await delay(intervalMs)
    }
  }
  const running = run()
  running.catch(() => undefined)

  return {
    whileWrong: async (what, work, graceMs = 0) => {
      const fromMs = performance.now() + graceMs
      try {
        const result = await work()
        while (!verdicts.some(({ beganAtMs }) => beganAtMs >= fromMs)) await delay(20)
        return result
      } finally {
        windows.push({ what, fromMs, toMs: performance.now() })
      }
    },
    takeFalseVerdicts: () => {
      const taken = windows
      const judged = verdicts
      windows = []
      verdicts = []
      return taken.flatMap(({ fromMs, toMs, what }) => {
        const within = judged.filter(
          ({ beganAtMs, endedAtMs }) => beganAtMs >= fromMs && endedAtMs <= toMs,
        )
        const count = within.filter(({ report }) => report.overall === 'healthy').length
        if (within.length === 0) return [`health was never judged while ${what}`]
        return count > 0 ? [`health said "healthy" ${count} times while ${what}`] : []
      })
    },
    untilHealthy: async (timeoutMs) => {
      const fromMs = performance.now()
      for (;;) {
        const last = verdicts.at(-1)
        const isOfNow = last !== undefined && last.beganAtMs >= fromMs
        if (isOfNow && last.report.overall === 'healthy') return []
        if (performance.now() - fromMs > timeoutMs) return last ? codesOf(last.report) : ['NEVER']
        await delay(50)
      }
    },
    stop: async () => {
      isStopped = true
      await running
    },
  }
}

const codesOf = ({ checks }: HealthReport): string[] =>
  Object.values(checks).flatMap(({ findings }) => findings.map(({ code }) => code))
