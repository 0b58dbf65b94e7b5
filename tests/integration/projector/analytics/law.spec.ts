import fc from 'fast-check'
import { beforeEach, describe, it } from 'vitest'

import { createAhead } from '@/projector/analytics/ahead'
import type { Store } from '@/projector/store'

import { expectBusiness } from '../../../support/businessNumbers'
import type { RawEntry } from '../../../support/oracle'
import { randomEntries } from '../../../support/randomEvents'
import { catchUp, empty, openAnalyticsStore, project, step, takeOver } from './setting'

const setting = openAnalyticsStore()
let store: Store

beforeEach(() => {
  ;({ store } = setting)
})

/**
 * Around the two nights of 2026 on which Sydney's clocks change, so that days have 25 and 23 hours;
 * near midnight as often as not.
 */
const around = [Date.UTC(2026, 3, 4, 13), Date.UTC(2026, 9, 3, 13), Date.UTC(2026, 6, 1, 13)]
const time = fc
  .tuple(fc.constantFrom(...around), fc.integer({ min: -100_000, max: 100_000 }))
  .map(([ms, seconds]) => new Date(ms + seconds * 1_000).toISOString())

/** A decision about one of a few applications, of which most are revised again and again. */
const decision = fc
  .record({
    aid: fc.constantFrom('app_1', 'app_2', 'app_3'),
    decision: fc.constantFrom('APPROVED', 'DECLINED', 'WITHDRAWN', 'PENDING'),
  })
  .map(({ aid, decision }) => ({
    agt: 'broker',
    typ: 'final_decision',
    aid,
    dat: JSON.stringify({ decision }),
  }))

const histories = (length: { minLength: number; maxLength: number }) =>
  randomEntries(length).chain((entries) =>
    fc
      .array(fc.tuple(time, fc.option(decision, { freq: 2 })), {
        minLength: entries.length,
        maxLength: entries.length,
      })
      .map((drawn): RawEntry[] =>
        entries.map(({ fields, id }, index) => {
          const [tsp, decided] = drawn[index]!
          return { id, fields: { ...(decided ?? fields), tsp } as Record<string, string> }
        }),
      ),
  )

/** Any order, some of them repeated, cut into batches of several workers. */
const ledgers = (length: { minLength: number; maxLength: number }) =>
  histories(length).chain((entries) =>
    fc.record({
      entries: fc.constant(entries),
      order: fc
        .shuffledSubarray(entries, { minLength: entries.length, maxLength: entries.length })
        .chain((order) => fc.subarray(entries).map((again) => [...order, ...again])),
      batchSize: fc.integer({ min: 1, max: 9 }),
      writers: fc.integer({ min: 1, max: 3 }),
      stepSize: fc.integer({ min: 1, max: 30 }),
      /** After which batches a step is made, and before which of those another instance takes over. */
      steps: fc.array(fc.constantFrom('none', 'step', 'other'), { minLength: 1, maxLength: 12 }),
    }),
  )

describe.each(['Australia/Sydney', 'Asia/Kathmandu'])(
  'the law of the analytics in %s',
  (timeZone) => {
    it('holds for any history in any order, repeated, cut and followed in any way', async () => {
      await fc.assert(
        fc.asyncProperty(
          ledgers({ minLength: 1, maxLength: 40 }),
          async ({ batchSize, entries, order, stepSize, steps, writers }) => {
            await empty(store)
            // Each remembers what it worked out, also while another one counts.
            const instances = [{ ahead: createAhead() }, { ahead: createAhead() }]
            let lease = await takeOver(store, timeZone)
            for (let start = 0, batch = 0; start < order.length; start += batchSize, batch++) {
              const part = order.slice(start, start + batchSize)
              await project(store, part, `worker-${batch % writers}`)
              const what = steps[batch % steps.length]
              if (what === 'other') {
                instances.reverse()
                lease = await takeOver(store, timeZone)
              }
              if (what !== 'none') await step(store, lease, timeZone, stepSize, instances[0])
            }
            await catchUp(store, lease, timeZone, stepSize, instances[0])
            await expectBusiness(store, entries, timeZone)
          },
        ),
        { numRuns: 40 },
      )
    })
  },
)
