import { describe, expect, it } from 'vitest'

import { hasMetricsToken } from '@/api/metricsToken'

const shows = (authorization: string) => new Headers({ authorization })

describe('the metrics token', () => {
  it.each([
    ['Bearer a-token-of-the-tests', true],
    ['bearer a-token-of-the-tests', true],
    ['Bearer a-token-of-the-test', false],
    ['Bearer a-token-of-the-tests-', false],
    ['Bearer undefined', false],
    ['Bearer ', false],
    ['a-token-of-the-tests', false],
    ['JWT a-token-of-the-tests', false],
  ])('is shown by %j: %s', (authorization, isShown) => {
    expect(hasMetricsToken(shows(authorization), 'a-token-of-the-tests')).toBe(isShown)
  })

  it('lets nobody pass where none is set, or none is shown', () => {
    expect(hasMetricsToken(shows('Bearer undefined'), undefined)).toBe(false)
    expect(hasMetricsToken(new Headers(), 'a-token-of-the-tests')).toBe(false)
  })
})
