import type { Tally } from '../runner/tally'

/** Counts the operations of one JUnit report: each is a case that passed, failed or was skipped. */
export const tallyOfJunit = (xml: string): Tally => {
  const cases = xml.match(/<testcase\b[^>]*?(\/>|>[\s\S]*?<\/testcase>)/g) ?? []
  const tally: Tally = { passed: 0, failed: 0, skipped: 0 }
  for (const each of cases)
    if (/<(failure|error)\b/.test(each)) tally.failed += 1
    else if (/<skipped\b/.test(each)) tally.skipped += 1
    else tally.passed += 1
  return tally
}
