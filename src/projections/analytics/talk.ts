import { type Answers, answersOf, type Said } from './answers'
import { createDayFinder } from './day'
import type { ConversationStatsDocument, MessagesOfDay } from './documents'

/** What the numbers need to know of one event. */
export interface Moment {
  type: string
  /** When it happened, as its producer saw it. */
  at: Date
}

/** The numbers of a conversation that follow from its own events alone. */
export type Talk = Answers &
  Pick<
    ConversationStatsDocument,
    | 'firstEventAt'
    | 'lastEventAt'
    | 'durationMs'
    | 'customerMessages'
    | 'brokerMessages'
    | 'messagesByDay'
  >

/**
 * @param moments all events of one conversation in the order of the ledger
 * @returns nothing where there are none
 */
export const talkOf = (moments: readonly Moment[], timeZone: string): Talk | undefined => {
  const [first] = moments
  if (!first) return undefined
  let [firstMs, lastMs] = [first.at.getTime(), first.at.getTime()]
  const said: Said[] = []
  for (const { at, type } of moments) {
    firstMs = Math.min(firstMs, at.getTime())
    lastMs = Math.max(lastMs, at.getTime())
    if (type === 'user_input') said.push({ by: 'customer', at })
    if (type === 'assistant_response') said.push({ by: 'broker', at })
  }
  const messagesByDay = countByDay(said, timeZone)
  const sum = (side: 'customer' | 'broker'): number =>
    messagesByDay.reduce((total, day) => total + day[side], 0)
  return {
    firstEventAt: new Date(firstMs),
    lastEventAt: new Date(lastMs),
    durationMs: lastMs - firstMs,
    customerMessages: sum('customer'),
    brokerMessages: sum('broker'),
    messagesByDay,
    ...answersOf(said),
  }
}

/** The same numbers out of a document that holds them, for a conversation that said nothing more. */
export const toTalk = ({
  brokerAnswers,
  brokerMessages,
  customerAnswers,
  customerMessages,
  durationMs,
  firstAnswerMs,
  firstEventAt,
  lastEventAt,
  messagesByDay,
}: ConversationStatsDocument): Talk => ({
  brokerAnswers,
  brokerMessages,
  customerAnswers,
  customerMessages,
  durationMs,
  firstEventAt,
  lastEventAt,
  messagesByDay,
  ...(firstAnswerMs !== undefined && { firstAnswerMs }),
})

const countByDay = (said: readonly Said[], timeZone: string): MessagesOfDay[] => {
  const dayOf = createDayFinder(timeZone)
  const days = new Map<string, MessagesOfDay>()
  for (const { at, by } of said) {
    const day = dayOf(at)
    const counted = days.get(day) ?? { day, customer: 0, broker: 0 }
    counted[by] += 1
    days.set(day, counted)
  }
  return [...days.values()].sort((left, right) => (left.day < right.day ? -1 : 1))
}
