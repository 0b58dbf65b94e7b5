import type { Day } from './day'
import type { ApplicationStatsDocument, ConversationStatsDocument } from './documents'

/** The days in whose numbers a conversation counts. */
export const daysOfConversation = (
  stats: Pick<ConversationStatsDocument, 'startedDay' | 'messagesByDay'> | undefined,
): Day[] => (stats ? [stats.startedDay, ...stats.messagesByDay.map(({ day }) => day)] : [])

/** The days in whose numbers an application counts. */
export const daysOfApplication = (
  stats: Pick<ApplicationStatsDocument, 'begunDay' | 'decidedDay'> | undefined,
): Day[] => [stats?.begunDay, stats?.decidedDay].filter((day) => day !== undefined)
