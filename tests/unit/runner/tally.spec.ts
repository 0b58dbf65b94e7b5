import { describe, expect, it } from 'vitest'

import { closingLine, sum, tallyOf, type VitestReport } from '../../runner/tally'

const report = (given: Partial<VitestReport>): VitestReport => ({
  numPassedTests: 0,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [],
  ...given,
})

describe('the counts of a vitest run', () => {
  it('are those of its report', () => {
    const counts = report({
      numPassedTests: 4,
      numFailedTests: 1,
      numPendingTests: 2,
      numTodoTests: 1,
    })
    expect(tallyOf(counts, 1)).toEqual({ passed: 4, failed: 1, skipped: 3 })
  })

  it('hold a failure for each file that could not be loaded', () => {
    const testResults = [{ name: 'broken.spec.ts', status: 'failed', assertionResults: [] }]
    expect(tallyOf(report({ numPassedTests: 4, testResults }), 1)).toMatchObject({ failed: 1 })
  })

  it('hold a failure where nothing ran, or everything was skipped', () => {
    expect(tallyOf(report({}), 0)).toMatchObject({ failed: 1 })
    expect(tallyOf(report({ numPendingTests: 3 }), 0)).toEqual({ passed: 0, failed: 1, skipped: 3 })
  })

  it('hold a failure where every test passed but the run ended badly', () => {
    expect(tallyOf(report({ numPassedTests: 4 }), 1)).toMatchObject({ passed: 4, failed: 1 })
  })

  it('are one failure where there is no report at all', () => {
    expect(tallyOf(undefined, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 })
  })
})

describe('the closing line', () => {
  it('adds the steps up', () => {
    const total = sum([
      { passed: 1, failed: 0, skipped: 0 },
      { passed: 40, failed: 2, skipped: 0 },
    ])
    expect(closingLine(total)).toBe('41 passed, 2 failed')
  })

  it('names skipped tests where there are some', () => {
    expect(closingLine({ passed: 3, failed: 0, skipped: 1 })).toBe('3 passed, 0 failed, 1 skipped')
  })
})
