/** The consumer group that every worker of the product shares (contract: stream consumption). */
export const groupName = 'payload-dashboard'
