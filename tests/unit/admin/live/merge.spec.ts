import { describe, expect, it } from 'vitest'

import type { Utterance } from '@/admin/live/documents'
import { mergeUtterances, newerOf, toApplicationSummary } from '@/admin/live/merge'

const said = (id: string, utterance = id): Utterance => ({
  id,
  username: 'customer',
  utterance,
  createdAt: '2026-01-01T00:00:00Z',
})

describe('newerOf', () => {
  it('keeps the document with the greater revision, whichever came last', () => {
    const old = { id: 'a', revision: 4 }
    const young = { id: 'a', revision: 5 }
    expect(newerOf(old, young)).toBe(young)
    expect(newerOf(young, old)).toBe(young)
  })

  it('keeps the known object at the same revision, so that nothing renders again', () => {
    const known = { id: 'a', revision: 5 }
    expect(newerOf(known, { id: 'a', revision: 5 })).toBe(known)
  })

  it('takes whatever comes where nothing is known', () => {
    const first = { id: 'a' }
    expect(newerOf(undefined, first)).toBe(first)
  })
})

describe('mergeUtterances', () => {
  it('orders by stream id as two integers, not as text', () => {
    const merged = mergeUtterances([said('9-0'), said('10-2')], [said('10-10'), said('8-0')])
    expect(merged.map(({ id }) => id)).toEqual(['8-0', '9-0', '10-2', '10-10'])
  })

  it('drops repeats and gives the same list back where nothing is new', () => {
    const known = [said('1-0'), said('2-0')]
    expect(mergeUtterances(known, [said('2-0', 'again'), said('1-0')])).toBe(known)
  })

  it('drops repeats within what comes', () => {
    expect(mergeUtterances([], [said('1-0'), said('1-0')])).toHaveLength(1)
  })
})

describe('toApplicationSummary', () => {
  it('takes from a whole application what a card shows', () => {
    const summary = toApplicationSummary({
      id: 'app_1',
      revision: 3,
      applicationNumber: 'LN-1',
      loanAmount: 5_000,
      applicationProcess: {
        currentProcessStage: 'identity',
        applicationProcessState: [{ stageName: 'intake', complete: true }, { stageName: null }],
      },
    })
    expect(summary).toMatchObject({
      id: 'app_1',
      revision: 3,
      loanAmount: 5_000,
      currentProcessStage: 'identity',
      stages: [
        { stageName: 'intake', complete: true },
        { stageName: '', complete: false },
      ],
    })
  })
})
