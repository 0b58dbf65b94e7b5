import type { Filter } from 'mongodb'

import type {
  ApplicationStatsDocument,
  ConversationStatsDocument,
} from '@/projections/analytics/documents'

/** What narrows the numbers of the business. */
export interface BusinessFilters {
  loanPurpose?: string
  outcome?: OutcomeFilter
  /** Of the conversation. */
  status?: string
  /** In dollars, both ends included; what asks for no amount lies in no range. */
  amountFrom?: number
  amountTo?: number
  /** A stage that the conversation's application has reached. */
  stage?: string
}

/** Outcomes that can be asked for; `undecided` is none of the others. */
export const outcomeFilters = ['approved', 'declined', 'withdrawn', 'undecided'] as const

/** @see outcomeFilters */
export type OutcomeFilter = (typeof outcomeFilters)[number]

/** Outcomes that end an application. */
export const finalOutcomes = ['approved', 'declined', 'withdrawn']

/** Whether anything narrows the numbers. */
export const isFiltered = (filters: BusinessFilters): boolean =>
  Object.values(filters).some((value) => value !== undefined)

/** The conversations that filters mean. */
export const conversationsMatching = (
  filters: BusinessFilters,
): Filter<ConversationStatsDocument> => ({
  ...shared(filters),
  ...(filters.status !== undefined && { status: filters.status }),
  ...(filters.stage !== undefined && { stagesReached: filters.stage }),
})

/**
 * The applications that filters mean: those with at least one conversation that matches, where a
 * filter asks for what only conversations have.
 */
export const applicationsMatching = (
  match: Filter<ApplicationStatsDocument>,
  filters: BusinessFilters,
): Record<string, unknown>[] => {
  const own = { $match: { $and: [match, shared(filters)] } }
  if (filters.status === undefined && filters.stage === undefined) return [own]
  return [
    own,
    {
      $lookup: {
        from: 'conversation-stats',
        localField: '_id',
        foreignField: 'applicationId',
        pipeline: [
          { $match: conversationsMatching({ status: filters.status, stage: filters.stage }) },
          { $limit: 1 },
          { $project: { _id: 1 } },
        ],
        as: 'matching',
      },
    },
    { $match: { matching: { $ne: [] } } },
    { $unset: 'matching' },
  ]
}

const shared = ({
  amountFrom,
  amountTo,
  loanPurpose,
  outcome,
}: BusinessFilters): Record<string, unknown> => ({
  ...(loanPurpose !== undefined && { loanPurpose }),
  ...(outcome !== undefined && {
    outcome: outcome === 'undecided' ? { $nin: finalOutcomes } : outcome,
  }),
  ...((amountFrom !== undefined || amountTo !== undefined) && {
    loanAmount: {
      ...(amountFrom !== undefined && { $gte: amountFrom }),
      ...(amountTo !== undefined && { $lte: amountTo }),
    },
  }),
})
