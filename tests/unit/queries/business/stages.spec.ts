import { describe, expect, it } from 'vitest'

import { DropOff, maximumDropOffBars } from '@/queries/business/dropOff'
import { Funnel, maximumFunnelStages } from '@/queries/business/funnel'

const rowOf = (stages: string[], stage: string) => ({
  startedDay: '2026-06-01',
  status: 'soft_end',
  lastEventAt: new Date('2026-06-01T00:00:00Z'),
  stages,
  stagesReached: stages,
  dropOffStage: stage,
})

describe('stages without end', () => {
  const rows = [
    rowOf(['identity', 'offer'], 'offer'),
    ...Array.from({ length: 500 }, (_, index) =>
      rowOf(['identity', `odd ${index}`, 'offer'], index < 200 ? 'offer' : `odd ${index}`),
    ),
  ]

  it('leave a funnel of those that most conversations reached, in their order', () => {
    const funnel = new Funnel()
    for (const row of rows) funnel.add(row)
    const stages = funnel.toStages()
    expect(stages).toHaveLength(maximumFunnelStages)
    expect([stages[0], stages.at(-1)]).toEqual(['identity', 'offer'])
    expect(funnel.toSteps()[1]).toMatchObject({ stage: 'identity', conversations: 501 })
  })

  it('leave bars for those at which most were left, as parts of all that were left', () => {
    const dropOff = new DropOff(new Date('2026-06-02T00:00:00Z'))
    for (const row of rows) dropOff.add(row)
    const bars = dropOff.toBars(['identity', 'offer'])
    expect(bars).toHaveLength(maximumDropOffBars)
    expect(bars[0]).toEqual({ stage: 'offer', conversations: 201, shareOfLeft: 201 / 501 })
  })
})
