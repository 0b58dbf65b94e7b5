/** What a step of the test run counts. */
export interface Tally {
  passed: number
  failed: number
  skipped: number
}

/** The part of vitest's JSON report that is read. */
export interface VitestReport {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  testResults: { name: string; status: string; assertionResults: unknown[] }[]
}

/**
 * The counts of a vitest run. A file that could not even be loaded counts as one failure, a run
 * that executed nothing is a failure, and so is one that ended badly although every test passed
 * (an error outside of any test).
 */
export const tallyOf = (report: VitestReport | undefined, exitCode: number): Tally => {
  if (!report) return { passed: 0, failed: 1, skipped: 0 }
  const unloadable = report.testResults.filter(
    ({ assertionResults, status }) => status === 'failed' && assertionResults.length === 0,
  )
  const tally = {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloadable.length,
    skipped: report.numPendingTests + report.numTodoTests,
  }
  const hasRunNothing = tally.passed + tally.failed === 0
  const isSilentFailure = exitCode !== 0 && tally.failed === 0
  return hasRunNothing || isSilentFailure ? { ...tally, failed: tally.failed + 1 } : tally
}

/** All steps together. */
export const sum = (tallies: readonly Tally[]): Tally =>
  tallies.reduce(
    (total, { failed, passed, skipped }) => ({
      passed: total.passed + passed,
      failed: total.failed + failed,
      skipped: total.skipped + skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  )

/** The last line of a run: `12 passed, 0 failed`, with `, 1 skipped` where some were. */
export const closingLine = ({ failed, passed, skipped }: Tally): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
