import type { RequiredDocument } from '../documents'
import type { ApplicationSource, CustomerSource } from './sources'

/**
 * The documents that the latest list names; where none does, a bank statement and a proof of
 * identity, as far as they are known to be there (spec: requiredDocuments).
 */
export const toRequiredDocuments = (
  application: ApplicationSource,
  customer: CustomerSource | undefined,
): RequiredDocument[] => {
  const { requiredDocuments } = application.ledger.portal
  if (requiredDocuments && requiredDocuments.length > 0) return requiredDocuments
  return [
    {
      id: 'bank-statement',
      documentType: 'BANK_STATEMENT',
      status: application.statementCaptureCompleted === true ? 'verified' : 'required',
    },
    { id: 'identity', documentType: 'IDENTITY', status: toIdentityStatus(customer) },
  ]
}

/** Whether the customer still has to do something about a document. */
export const isOutstanding = ({ status }: RequiredDocument): boolean =>
  status === 'required' || status === 'rejected'

const toIdentityStatus = (customer: CustomerSource | undefined): string => {
  if (customer?.ekycStatus === 'successful') return 'verified'
  if (customer?.ekycStatus === 'failed') return 'rejected'
  return customer?.identityDocuments?.length ? 'uploaded' : 'required'
}
