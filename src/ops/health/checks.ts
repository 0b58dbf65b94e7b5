import type { CheckResult, Finding } from './report'
import { worstOf } from './report'
import { sustain, type Held } from './sustain'

/** Gathers the findings of one check; warnings count once they hold. */
export interface CheckBuilder {
  /** Counts at once. */
  find: (isSeen: boolean, finding: Finding) => void
  /** Counts once it held for two evaluations and long enough; ceases in the same way. */
  findHeld: (isSeen: boolean, finding: Finding, memory?: Held) => void
  toResult: (details: Record<string, unknown>) => CheckResult
}

/** Begins one check; `held` is what earlier evaluations remember, and `remember` takes the new. */
export const createCheck = ({
  atMs,
  held,
  holdMs,
  remember,
}: {
  atMs: number
  holdMs: number
  held: Record<string, Held>
  remember: Record<string, Held>
}): CheckBuilder => {
  const findings: Finding[] = []
  const watching: string[] = []
  return {
    find: (isSeen, finding) => {
      if (isSeen) findings.push(finding)
    },
    findHeld: (isSeen, finding, memory = held[finding.code]) => {
      const now = sustain(memory, isSeen, { atMs, holdMs })
      remember[finding.code] = now
      if (now.isHeld) findings.push(finding)
      else if (isSeen) watching.push(finding.code)
    },
    toResult: (details) => ({
      status: worstOf(findings.map(({ severity }) => severity)),
      findings,
      watching,
      details,
    }),
  }
}
