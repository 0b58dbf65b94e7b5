import { describe, expect, it } from 'vitest'

import { describeRefusal } from '@/admin/business/refusal'

const error = new Error('what the server says')

const describeFor = (address: string): string =>
  describeRefusal(error, new URLSearchParams(address))

describe('why numbers are not shown', () => {
  it('is said in plain words where the period ends before it begins', () => {
    expect(describeFor('from=2026-03-05&to=2026-03-01')).toBe(
      'The period ends before it begins: 5 Mar 2026 is after 1 Mar 2026. Choose other dates.',
    )
  })

  it.each([
    'from=2026-03-01&to=2026-03-01',
    'from=2026-03-05',
    'from=z&to=a',
    'from=2026-99-99&to=2026-01-01',
    '',
  ])('is what the server says otherwise, and what to do: %s', (address) =>
    expect(describeFor(address)).toBe(
      'The address asks for what cannot be counted (what the server says). Choose a period above.',
    ),
  )
})
