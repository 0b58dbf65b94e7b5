import { z } from 'zod'

import { decimal, identifier, instant, wholeNumber } from '../values'
import { type ApplicationProcess, applicationProcess } from './applicationProcess'
import {
  type CustomerChange,
  customerDat,
  identityDocument,
  toCustomerChange,
  withoutAbsent,
} from './customerChange'

const text = z.string().nullish()
const flag = z.boolean().nullish()

/** The application's fields that an event sets (`null` clears one, an absent key leaves it). */
export interface ApplicationChange {
  loanPurpose?: string | null
  /** Australian dollars, as all amounts. */
  loanAmount?: number | null
  loanFee?: number | null
  loanTotalPayable?: number | null
  /** Months. */
  loanTerm?: number | null
  customerAttestationAcceptance?: boolean | null
  statementCaptureConsentProvided?: boolean | null
  statementCaptureCompleted?: boolean | null
  productOfferAcceptance?: boolean | null
  applicationOutcome?: string | null
  applicationProcess?: ApplicationProcess | null
}

/** A document that the customer has to bring, as an event lists it. */
export interface RequiredDocumentListed {
  documentType?: string | null | undefined
  status?: string | null | undefined
  reason?: string | null | undefined
}

/** What an event tells the application's customer alone (`null` clears one, an absent key leaves it). */
export interface CustomerNotice {
  estimatedDecisionDate?: Date | null
  /** Sent whole; replaces the earlier list. */
  requiredDocuments?: RequiredDocumentListed[] | null
}

/** What `applicationDetail_changed` says, with the ids that its data names. */
export interface ApplicationDetail {
  applicationNumber?: string
  customerId?: string
  application: ApplicationChange
  notice: CustomerNotice
  customer: CustomerChange
}

export const applicationDetailDat = z
  .object({
    applicationNumber: identifier.nullish(),
    customerId: identifier.nullish(),
    loanPurpose: text,
    loanAmount: decimal.nullish(),
    loanFee: decimal.nullish(),
    loanTotalPayable: decimal.nullish(),
    loanTerm: wholeNumber.nullish(),
    customerAttestationAcceptance: flag,
    statementCaptureConsentProvided: flag,
    statementCaptureCompleted: flag,
    productOfferAcceptance: flag,
    applicationOutcome: text,
    estimatedDecisionDate: instant.nullish(),
    requiredDocuments: z
      .array(z.object({ documentType: text, status: text, reason: text }))
      .nullish(),
    applicationProcess: applicationProcess.nullish(),
    customer: customerDat.nullish(),
    customerIdentityDocuments: z.array(identityDocument).nullish(),
  })
  .transform((dat): ApplicationDetail => {
    const customerId = dat.customer?.customer_id || dat.customerId
    return {
      ...(dat.applicationNumber ? { applicationNumber: dat.applicationNumber } : {}),
      ...(customerId ? { customerId } : {}),
      application: withoutAbsent({
        loanPurpose: dat.loanPurpose,
        loanAmount: dat.loanAmount,
        loanFee: dat.loanFee,
        loanTotalPayable: dat.loanTotalPayable,
        loanTerm: dat.loanTerm,
        customerAttestationAcceptance: dat.customerAttestationAcceptance,
        statementCaptureConsentProvided: dat.statementCaptureConsentProvided,
        statementCaptureCompleted: dat.statementCaptureCompleted,
        productOfferAcceptance: dat.productOfferAcceptance,
        applicationOutcome: toOutcome(dat.applicationOutcome),
        applicationProcess: dat.applicationProcess,
      }),
      notice: withoutAbsent({
        estimatedDecisionDate: dat.estimatedDecisionDate,
        requiredDocuments: dat.requiredDocuments,
      }),
      customer: toCustomerChange(dat.customer, dat.customerIdentityDocuments),
    }
  })

const outcomes = ['pending', 'approved', 'declined', 'withdrawn']

/** Any case of a known outcome; an unknown one is shown as it came. */
const toOutcome = (sent: string | null | undefined): string | null | undefined => {
  const known = sent?.trim().toLowerCase()
  return known !== undefined && outcomes.includes(known) ? known : sent
}
