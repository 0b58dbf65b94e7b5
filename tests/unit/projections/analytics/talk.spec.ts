import { describe, expect, it } from 'vitest'

import { answersOf } from '@/projections/analytics/answers'
import { createDayFinder, dayOf } from '@/projections/analytics/day'
import { stagesOf } from '@/projections/analytics/stages'
import { talkOf } from '@/projections/analytics/talk'
import type { ApplicationDocument } from '@/projections/documents'

const at = (seconds: number): Date => new Date(Date.UTC(2026, 5, 1, 0, 0, seconds))

describe('times to answer', () => {
  it('count from the first of several messages that were answered together', () => {
    expect(
      answersOf([
        { by: 'broker', at: at(0) },
        { by: 'customer', at: at(10) },
        { by: 'customer', at: at(15) },
        { by: 'broker', at: at(30) },
        { by: 'broker', at: at(31) },
        { by: 'customer', at: at(34) },
      ]),
    ).toEqual({
      brokerAnswers: { count: 1, medianMs: 20_000, longestMs: 20_000 },
      customerAnswers: { count: 2, medianMs: 7_000, longestMs: 10_000 },
      firstAnswerMs: 20_000,
    })
  })

  it('are nothing where clocks disagree, and absent where nobody answered', () => {
    const [early, late] = [at(0), at(9)]
    expect(
      answersOf([
        { by: 'customer', at: late },
        { by: 'broker', at: early },
      ]),
    ).toMatchObject({ firstAnswerMs: 0, customerAnswers: { count: 0 } })
    expect(answersOf([{ by: 'broker', at: early }])).toEqual({
      brokerAnswers: { count: 0 },
      customerAnswers: { count: 0 },
    })
  })
})

describe('a talk', () => {
  it('has no numbers where nothing happened', () => {
    expect(talkOf([], 'UTC')).toBeUndefined()
  })

  it('is as long as its events by time are apart, whatever their order', () => {
    const moments = [at(60), at(0), at(30)].map((moment) => ({ type: 'user_input', at: moment }))
    expect(talkOf(moments, 'UTC')).toMatchObject({
      firstEventAt: at(0),
      lastEventAt: at(60),
      durationMs: 60_000,
      customerMessages: 3,
    })
  })
})

describe('the day of a sequence of moments', () => {
  it.each(['Australia/Sydney', 'America/St_Johns', 'Asia/Kathmandu', 'Africa/Monrovia'])(
    'is that of each of them in %s',
    (timeZone) => {
      const find = createDayFinder(timeZone)
      const moments = [1_700_000_000_000, 1_775_318_399_999, 0, -1, 63_072_000_000].flatMap((ms) =>
        [-61_000, -1, 0, 1, 59_000].map((distance) => new Date(ms + distance)),
      )
      expect(moments.map(find)).toEqual(moments.map((moment) => dayOf(moment, timeZone)))
    },
  )
})

describe('the stages of an application', () => {
  const application = (applicationProcess: object) =>
    ({ applicationProcess }) as unknown as ApplicationDocument

  it('are those that it lists, and reached where completed or present', () => {
    expect(
      stagesOf(
        application({
          currentProcessStage: 'offer',
          applicationProcessState: [
            { stageName: 'identity', complete: true },
            { stageName: 'offer' },
            { stageName: null },
            { stageName: 'contract', complete: false },
          ],
        }),
      ),
    ).toEqual({
      stages: ['identity', 'offer', 'contract'],
      stagesReached: ['identity', 'offer'],
      currentStage: 'offer',
    })
  })

  it('reach one that is not listed', () => {
    expect(stagesOf(application({ currentProcessStage: 'review' }))).toEqual({
      stages: [],
      stagesReached: ['review'],
      currentStage: 'review',
    })
    expect(stagesOf(undefined)).toEqual({ stages: [], stagesReached: [] })
  })
})
