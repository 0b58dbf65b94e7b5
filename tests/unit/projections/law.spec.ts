import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { toEnvelope } from '@/ledger/entry'
import type { LedgerEvent } from '@/ledger/event'
import { parseEntry } from '@/ledger/parse'
import { foldLedger } from '@/projections/fold'
import { foldPortal } from '@/projections/portal/foldPortal'

import { expectOracle } from '../../support/compare'
import { oracle, type RawEntry } from '../../support/oracle'
import { randomEntries } from '../../support/randomEvents'

const read = (entries: readonly RawEntry[]): LedgerEvent[] =>
  entries.flatMap(({ fields, id }) => {
    const parsed = parseEntry(id, toEnvelope(Object.entries(fields).flat()))
    if (parsed.kind === 'invalid') throw new Error(`${parsed.path} ${parsed.reason}`)
    return parsed.kind === 'event' ? [parsed.event] : []
  })

const documents = (state: ReturnType<typeof foldLedger>) => {
  const { customerApplications, customerConversations } = foldPortal(state)
  return {
    conversations: state.conversations.values(),
    applications: state.applications.values(),
    customers: state.customers.values(),
    'customer-applications': customerApplications.values(),
    'customer-conversations': customerConversations.values(),
  }
}

describe('the law of the projections', () => {
  it('gives what an independent reading of the spec gives', () => {
    fc.assert(
      fc.property(randomEntries({ maxLength: 40 }), (entries) => {
        expectOracle(documents(foldLedger(read(entries))), oracle(entries))
      }),
      { numRuns: 300 },
    )
  })

  it('gives the same documents, provenance included, for every order of the same events', () => {
    const shuffled = randomEntries({ maxLength: 40 }).chain((entries) =>
      fc.tuple(
        fc.constant(entries),
        fc.shuffledSubarray(entries, { minLength: entries.length, maxLength: entries.length }),
      ),
    )
    fc.assert(
      fc.property(shuffled, ([entries, otherOrder]) => {
        expect(foldLedger(read(otherOrder))).toEqual(foldLedger(read(entries)))
      }),
      { numRuns: 300 },
    )
  })
})
