import type { CreateIndexesOptions, Db, IndexSpecification } from 'mongodb'

/**
 * The indexes that Payload cannot declare: those that end in `_id` (so that one index serves a
 * sort in both directions, ties included) and those on fields that no reader ever sees. With
 * Payload's own unique ones they serve every default sort, every sort and filter by a default
 * column, the search, the archive's ranges, the dead letters and the trail of one subject.
 */
const indexes: Record<string, Index[]> = {
  conversations: [
    [{ conversationId: 1, _id: 1 }],
    [{ applicationNumber: 1, _id: 1 }],
    [{ customerId: 1, _id: 1 }],
    [{ applicationId: 1, _id: 1 }],
    [{ status: 1, startedAt: 1, _id: 1 }],
    [{ status: 1, _id: 1 }],
    [{ startedAt: 1, _id: 1 }],
    [{ updatedAt: 1, _id: 1 }],
    [{ searchTerms: 1 }],
  ],
  customers: [
    [{ customerId: 1, _id: 1 }],
    [{ fullName: 1, _id: 1 }],
    [{ emailAddress: 1, _id: 1 }],
    [{ dateOfBirth: 1, _id: 1 }],
    [{ updatedAt: 1, _id: 1 }],
  ],
  applications: [
    [{ applicationNumber: 1, _id: 1 }],
    [{ customerId: 1, _id: 1 }],
    [{ loanAmount: 1, _id: 1 }],
    [{ applicationOutcome: 1, _id: 1 }],
    [{ updatedAt: 1, _id: 1 }],
  ],
  'customer-applications': [
    [{ customerId: 1, lastUpdateAt: 1, _id: 1 }],
    [{ lastUpdateAt: 1, _id: 1 }],
    [{ applicationNumber: 1, _id: 1 }],
    [{ status: 1, _id: 1 }],
    [{ currentStage: 1, _id: 1 }],
  ],
  // Nothing that changes with an utterance: each of them would pay for it.
  'customer-conversations': [[{ customerId: 1, _id: 1 }], [{ conversationId: 1, _id: 1 }]],
  // What the business page counts and lists: by day, newest first, and by the application told of.
  'conversation-stats': [
    [{ startedDay: 1, startedAt: 1, _id: 1 }],
    [{ applicationId: 1, _id: 1 }],
    [{ 'messagesByDay.day': 1 }],
    [{ startedAt: 1, _id: 1 }],
    [{ conversationId: 1, _id: 1 }],
    [{ applicationNumber: 1, _id: 1 }],
    [{ status: 1, _id: 1 }],
    [{ outcome: 1, _id: 1 }],
  ],
  'application-stats': [
    [{ begunDay: 1, begunAt: 1, _id: 1 }],
    [{ decidedDay: 1, decidedAt: 1, _id: 1 }],
    [{ begunAt: 1, _id: 1 }],
    [{ decidedAt: 1, _id: 1 }],
    [{ applicationId: 1, _id: 1 }],
    [{ applicationNumber: 1, _id: 1 }],
    [{ outcome: 1, _id: 1 }],
  ],
  'daily-metrics': [[{ day: 1, _id: 1 }]],
  'portal-clients': [[{ apiKeyIndex: 1 }]],
  // Two users with one key would be one caller; users without a key are none.
  users: [
    [{ apiKeyIndex: 1 }, { unique: true, partialFilterExpression: { apiKeyIndex: { $gt: '' } } }],
  ],
  'ledger-events': [
    [{ cid: 1, _id: 1 }],
    [{ applicationId: 1, customerId: 1, _id: -1 }],
    [{ customerId: 1, _id: 1 }],
    [{ writer: 1, batch: 1 }],
  ],
  'dead-letters': [
    [{ cid: 1, status: 1 }],
    [{ status: 1, lastFailedAt: -1 }],
    [{ lastFailedAt: 1, _id: 1 }],
    [{ streamId: 1, _id: 1 }],
    [{ code: 1, _id: 1 }],
    [{ cid: 1, _id: 1 }],
    [{ status: 1, _id: 1 }],
  ],
  'audit-events': [
    [{ at: 1, _id: 1 }],
    [{ actor: 1, _id: 1 }],
    [{ action: 1, _id: 1 }],
    [{ subject: 1, _id: 1 }],
    [{ subject: 1, at: 1, _id: 1 }],
  ],
}

type Index = [IndexSpecification, CreateIndexesOptions?]

/** Creates what is missing of the indexes; a no-op where all of them exist. */
export const ensureIndexes = async (database: Db): Promise<void> => {
  for (const [collection, specifications] of Object.entries(indexes))
    await database
      .collection(collection)
      .createIndexes(specifications.map(([key, options]) => ({ key: key as never, ...options })))
}
