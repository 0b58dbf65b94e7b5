import type { LedgerEvent } from '@/ledger/event'

import type { ApplicationDocument } from '../documents'
import type { CustomerApplicationDocument } from './documents'

/** The status that a customer is shown; the first rule that holds decides (spec). */
export const toPortalStatus = ({
  applicationOutcome,
  applicationProcess,
  customerAttestationAcceptance,
}: Pick<
  ApplicationDocument,
  'applicationOutcome' | 'applicationProcess' | 'customerAttestationAcceptance'
>): CustomerApplicationDocument['status'] => {
  if (applicationOutcome === 'approved' || applicationOutcome === 'declined')
    return applicationOutcome
  if (isStage(applicationProcess?.currentProcessStage)) return 'under_review'
  return customerAttestationAcceptance === true ? 'submitted' : 'draft'
}

/** Whether nothing more is decided: an outcome that is not known yet, or pending, is open. */
export const isDecided = (outcome: string | null | undefined): boolean =>
  outcome === 'approved' || outcome === 'declined' || outcome === 'withdrawn'

/**
 * Whether an application is no draft right after this event, whatever came before. Right after an
 * event every field that it sets has the value that it set, and nothing else of the application has
 * changed. So the first event in the order of the ledger for which this holds is the one at which
 * the application stopped being a draft, and the least stream id finds it in any order of arrival.
 */
export const endsDraft = (event: LedgerEvent): boolean => {
  if (event.type === 'final_decision')
    return event.outcome === 'approved' || event.outcome === 'declined'
  if (event.type !== 'applicationDetail_changed') return false
  return toPortalStatus(event.detail.application) !== 'draft'
}

const isStage = (stage: unknown): boolean => typeof stage === 'string' && stage.trim() !== ''
