import { describe, expect, it } from 'vitest'

import { toEnvelope } from '@/ledger/entry'
import type { LedgerEvent } from '@/ledger/event'
import { parseEntry } from '@/ledger/parse'
import { foldLedger } from '@/projections/fold'
import { foldPortal } from '@/projections/portal/foldPortal'

const at = (seconds: number): string =>
  new Date(Date.UTC(2024, 0, 15, 10, 0, seconds)).toISOString()

const toEvent = (typ: string, dat: object, index: number): LedgerEvent => {
  const fields = { agt: 'broker', typ, aid: 'app_1', uid: 'cust_1', tsp: at(index) }
  const envelope = toEnvelope(Object.entries({ ...fields, dat: JSON.stringify(dat) }).flat())
  const parsed = parseEntry(`${index}-0`, envelope)
  if (parsed.kind !== 'event') throw new Error(JSON.stringify(parsed))
  return parsed.event
}

/** What the customer is shown after these changes, told in the order of the ledger and backwards. */
const shownAfter = (...changes: object[]) => {
  const events = changes.map((dat, index) =>
    toEvent('decision' in dat ? 'final_decision' : 'applicationDetail_changed', dat, index + 1),
  )
  const shown = (order: LedgerEvent[]) =>
    foldPortal(foldLedger(order)).customerApplications.get('app_1')!
  expect(shown(events.toReversed())).toEqual(shown(events))
  return shown(events)
}

const accepted = { customerAttestationAcceptance: true }
const stage = (currentProcessStage: string | null) => ({
  applicationProcess: { currentProcessStage },
})

describe('what a customer is shown of an application', () => {
  it('begins as a draft with everything still to bring', () => {
    expect(shownAfter({ loanAmount: '5000.00' })).toMatchObject({
      customerId: 'cust_1',
      applicationId: 'app_1',
      status: 'draft',
      currentStage: 'draft',
      progressPercentage: 0,
      loanAmount: 5000,
      loanFee: 250,
      loanTotalPayable: 5250,
      requiredDocuments: [
        { documentType: 'BANK_STATEMENT', status: 'required' },
        { documentType: 'IDENTITY', status: 'required' },
      ],
      hasOutstandingRequirements: true,
      canUploadDocuments: true,
    })
  })

  it('was submitted when it was no draft for the first time, even if it became one again', () => {
    const shown = shownAfter({}, accepted, { customerAttestationAcceptance: false }, stage('offer'))
    expect(shown).toMatchObject({ status: 'under_review', submittedAt: new Date(at(2)) })
    const again = shownAfter(accepted, { customerAttestationAcceptance: null })
    expect(again).toMatchObject({ status: 'draft', submittedAt: new Date(at(1)) })
  })

  it('is not submitted by an outcome that decides nothing', () => {
    for (const decision of ['PENDING', 'withdrawn'])
      expect(shownAfter({ decision })).not.toHaveProperty('submittedAt')
    expect(shownAfter({ decision: 'APPROVED' })).toHaveProperty('submittedAt', new Date(at(1)))
  })

  it('is decided before anything else, and takes no documents any more then', () => {
    expect(shownAfter(accepted, stage('offer'), { decision: 'DECLINED' })).toMatchObject({
      status: 'declined',
      currentStage: 'offer',
      hasOutstandingRequirements: true,
      canUploadDocuments: false,
    })
  })

  it('knows documents by eKYC, by what was brought, and by a list where an event sends one', () => {
    const identity = (changes: object[]) =>
      shownAfter(...changes).requiredDocuments.find(({ id }) => id === 'identity')?.status
    const passport = { customerIdentityDocuments: [{ document_type: 'PASSPORT' }] }
    expect(identity([passport])).toBe('uploaded')
    expect(identity([passport, { customer: { ekyc_status: 'failed' } }])).toBe('rejected')
    expect(identity([{ customer: { ekyc_status: 'successful' } }])).toBe('verified')
    const listed = { requiredDocuments: [{ documentType: 'PAYSLIP', status: 'UPLOADED' }] }
    expect(shownAfter(listed, { statementCaptureCompleted: true })).toMatchObject({
      requiredDocuments: [{ documentType: 'PAYSLIP', status: 'uploaded' }],
      hasOutstandingRequirements: false,
    })
    expect(shownAfter(listed, { requiredDocuments: [] }).requiredDocuments).toHaveLength(2)
  })
})
