import { describe, expect, it } from 'vitest'

import { readRunOptions, stepNames } from '../../runner/options'

describe('what a test run was asked for', () => {
  it('is everything by default', () => {
    expect(readRunOptions([])).toEqual({ only: stepNames, extra: [] })
  })

  it('is the named steps, and what follows -- goes to vitest', () => {
    expect(readRunOptions(['--only', 'unit,integration', '--', '-t', 'fold'])).toEqual({
      only: ['unit', 'integration'],
      extra: ['-t', 'fold'],
    })
  })

  it('is refused where a step or an option does not exist', () => {
    expect(readRunOptions(['--only', 'units'])).toContain('There is no step "units"')
    expect(readRunOptions(['--fast'])).toContain('--fast')
  })
})
