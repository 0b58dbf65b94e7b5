import { describe, expect, it } from 'vitest'

import { toChoice } from '@/admin/widgets/choice'

describe('what is chosen for a widget', () => {
  it('is what was saved', () => {
    expect(toChoice({ period: '12m', figure: 'approvalRate' })).toEqual({
      period: '12m',
      figure: 'approvalRate',
    })
  })

  it.each([undefined, null, {}, { period: '5y', figure: 'profit' }, { period: 7, figure: [] }])(
    'is the default where %j was saved',
    (saved) => {
      expect(toChoice(saved)).toEqual({ period: '30d', figure: 'conversationsStarted' })
    },
  )
})
