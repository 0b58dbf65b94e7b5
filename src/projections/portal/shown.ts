/** The read models that customers are shown. */
export type PortalCollection = 'customer-applications' | 'customer-conversations'

/** The fields that leave the server towards customers: what is not named here never does. */
const fields: Record<PortalCollection, readonly string[]> = {
  'customer-applications': [
    'customerId',
    'applicationId',
    'applicationNumber',
    'status',
    'currentStage',
    'progressPercentage',
    'loanAmount',
    'loanFee',
    'loanTotalPayable',
    'customerName',
    'customerEmail',
    'requiredDocuments',
    'submittedAt',
    'lastUpdateAt',
    'estimatedDecisionDate',
    'hasOutstandingRequirements',
    'canUploadDocuments',
    'version',
    'revision',
  ],
  'customer-conversations': [
    'customerId',
    'conversationId',
    'applicationId',
    'purpose',
    'status',
    'lastMessage',
    'lastMessageAt',
    'isAccessible',
    'messageCount',
    'startedAt',
    'version',
    'revision',
  ],
}

/** A document as customers are shown it, over HTTP and live. */
export const toShown = (
  collection: PortalCollection,
  document: { _id: string },
): { id: string } & Record<string, unknown> => {
  const source = document as Record<string, unknown> & { _id: string }
  const shown: { id: string } & Record<string, unknown> = { id: source._id }
  for (const field of fields[collection])
    if (source[field] !== undefined) shown[field] = source[field]
  if (Array.isArray(shown.requiredDocuments))
    shown.requiredDocuments = shown.requiredDocuments.map(
      ({ documentType, reason, status }: Record<string, unknown>) => ({
        documentType,
        status,
        ...(reason !== undefined && { reason }),
      }),
    )
  return shown
}
