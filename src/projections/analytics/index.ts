/** Raised when the same events shall give other numbers: it starts a full recomputation. */
export const analyticsVersion = 2

export const conversationStatsName = 'conversation-stats'
export const applicationStatsName = 'application-stats'
export const dailyMetricsName = 'daily-metrics'

/** The collections of the business's numbers, in the order in which each follows from the one before. */
export const analyticsNames = [
  applicationStatsName,
  conversationStatsName,
  dailyMetricsName,
] as const

/** @see analyticsNames */
export type AnalyticsName = (typeof analyticsNames)[number]
