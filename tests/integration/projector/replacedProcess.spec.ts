import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { ensureIndexes } from '@/collections/indexes'
import {
  type AppliedBatch,
  applyBatch,
  type ParsedEntry,
  toParsedEntry,
} from '@/projector/applyBatch'
import { toFrames } from '@/projector/frames'
import { differences } from '@/projections/canonical'
import type { ApplicationDocument } from '@/projections/documents'
import { foldLedger } from '@/projections/fold'
import type { Store } from '@/projector/store'

import { openStore } from '../../support/engines'

let store: Store
let close: () => Promise<void>

beforeAll(async () => {
  ;({ close, store } = await openStore())
  await ensureIndexes(store.db)
})

afterAll(() => close())

const entry = (applicationId: string, at: number, typ: string, dat: object): ParsedEntry =>
  toParsedEntry(`${at}-0`, {
    agt: 'broker',
    typ,
    cid: `conv_${applicationId}`,
    aid: applicationId,
    tsp: '2026-03-02T22:00:00Z',
    dat: JSON.stringify(dat),
  })

const sendsProcess = (applicationId: string, at: number): ParsedEntry =>
  entry(applicationId, at, 'applicationDetail_changed', {
    applicationProcess: { currentProcessStage: `stage ${at}` },
  })

const clearsProcess = (applicationId: string, at: number): ParsedEntry =>
  entry(applicationId, at, 'applicationDetail_changed', { applicationProcess: null })

const saysOther = (applicationId: string, at: number): ParsedEntry =>
  entry(applicationId, at, 'fraudCheck_results', { score: at })

const apply = (batch: ParsedEntry[]): Promise<AppliedBatch> =>
  applyBatch(store, batch, { now: new Date(), timeoutMs: 30_000 })

const toEvents = (entries: ParsedEntry[]) =>
  entries.flatMap(({ parsed }) => (parsed.kind === 'event' ? [parsed.event] : []))

const cases: [
  name: string,
  id: string,
  first: ParsedEntry[],
  second: ParsedEntry[],
  stage: unknown,
][] = [
  [
    'by later ones',
    'later',
    [sendsProcess('later', 110), saysOther('later', 111)],
    [sendsProcess('later', 112), saysOther('later', 113), sendsProcess('later', 114)],
    'stage 114',
  ],
  [
    'by a later one and one that came late',
    'mixed',
    [sendsProcess('mixed', 220), saysOther('mixed', 221)],
    [sendsProcess('mixed', 222), sendsProcess('mixed', 210)],
    'stage 222',
  ],
  [
    'by nothing, because all of them came late',
    'late',
    [sendsProcess('late', 320), saysOther('late', 321)],
    [sendsProcess('late', 310), saysOther('late', 322), sendsProcess('late', 311)],
    'stage 320',
  ],
  [
    'by none at all',
    'cleared',
    [sendsProcess('cleared', 410), saysOther('cleared', 411)],
    [saysOther('cleared', 412), clearsProcess('cleared', 413)],
    undefined,
  ],
  [
    'by nothing, because only other things were said',
    'other',
    [sendsProcess('other', 510), saysOther('other', 511)],
    [saysOther('other', 512), saysOther('other', 513)],
    'stage 510',
  ],
]

describe('an application whose process a batch replaces', () => {
  it.each(cases)(
    'is stored and told as the pure fold says: %s',
    async (_, id, first, second, stage) => {
      await apply(first)
      const { changed, events } = await apply(second)

      const stored = await store.db
        .collection<ApplicationDocument>('applications')
        .findOne({ _id: id })
      const expected = foldLedger(toEvents([...first, ...second])).applications.get(id)
      expect(differences(stored ?? undefined, expected)).toEqual([])
      expect(stored?.applicationProcess?.currentProcessStage).toBe(stage)

      const frame = toFrames(events, changed, new Date()).find(
        ({ collection }) => collection === 'applications',
      )
      expect(frame?.doc.applicationProcess).toEqual(stored?.applicationProcess)
    },
  )
})
