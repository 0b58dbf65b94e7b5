import { fromDocumentId } from '@/ledger/documentId'

import type { ApplicationDocument } from '../documents'
import type { CustomerApplicationDocument } from './documents'
import { isDecided, toPortalStatus } from './portalStatus'
import { isOutstanding, toRequiredDocuments } from './requiredDocuments'
import type { ApplicationSource, CustomerSource } from './sources'

/**
 * What a customer is shown of an application (spec: customer-applications). It is worked out from
 * the two supervisors' documents and nothing else, so that it obeys the law of the projections too.
 * @param customer the one that the application links to
 */
export const toCustomerApplication = (
  application: ApplicationSource,
  customer?: CustomerSource,
): CustomerApplicationDocument => {
  const { applicationOutcome, applicationProcess, customerId } = application
  const { estimatedDecisionDate, submitted } = application.ledger.portal
  const requiredDocuments = toRequiredDocuments(application, customer)
  const hasOutstandingRequirements = requiredDocuments.some(isOutstanding)
  return {
    _id: application._id,
    ...(customerId !== undefined && { customerId: fromDocumentId(customerId) }),
    applicationId: fromDocumentId(application._id),
    applicationNumber: application.applicationNumber,
    status: toPortalStatus(application),
    currentStage: stageOf(applicationProcess) || 'draft',
    progressPercentage: progressOf(applicationProcess),
    ...present({
      loanAmount: application.loanAmount,
      loanFee: application.loanFee,
      loanTotalPayable: application.loanTotalPayable,
      customerName: customer?.fullName,
      customerEmail: customer?.emailAddress,
    }),
    requiredDocuments,
    ...present({
      submittedAt: submitted?.at,
      lastUpdateAt: application.updatedAt,
      estimatedDecisionDate,
    }),
    hasOutstandingRequirements,
    canUploadDocuments: hasOutstandingRequirements && !isDecided(applicationOutcome),
    version: application.version,
    revision: application.revision,
  }
}

/** Whether customers are shown something else of a customer's applications than before. */
export const isShownOtherwise = (
  before: CustomerSource | undefined,
  after: CustomerSource,
): boolean =>
  before !== after &&
  (before?.fullName !== after.fullName ||
    before?.emailAddress !== after.emailAddress ||
    before?.ekycStatus !== after.ekycStatus ||
    !before?.identityDocuments?.length !== !after.identityDocuments?.length)

type Process = ApplicationDocument['applicationProcess']

const stageOf = (process: Process): string => {
  const stage = process?.currentProcessStage
  return typeof stage === 'string' ? stage.trim() : ''
}

const progressOf = (process: Process): number => {
  const stages = process?.applicationProcessState
  if (!Array.isArray(stages) || stages.length === 0) return 0
  const completed = stages.filter((stage: { complete?: unknown }) => stage.complete === true)
  return Math.round((completed.length / stages.length) * 100)
}

/** Drops what has no value: a field without one is not there. */
const present = <T extends object>(
  fields: T,
): { [K in keyof T]?: Exclude<T[K], null | undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value != null)) as {
    [K in keyof T]?: Exclude<T[K], null | undefined>
  }
