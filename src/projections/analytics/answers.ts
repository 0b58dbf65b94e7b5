import type { AnswerTimes } from './documents'
import { medianOf } from './median'

/** One thing that a customer or the broker said. */
export interface Said {
  by: 'customer' | 'broker'
  at: Date
}

/** How each side answered the other, and how the broker first did. */
export interface Answers {
  customerAnswers: AnswerTimes
  brokerAnswers: AnswerTimes
  firstAnswerMs?: number
}

/**
 * Times to answer, of what was said in the order of the ledger. Several messages in a row are
 * answered together, and waited since the first of them. Clocks may disagree: an answer that was
 * given before its question took no time.
 */
export const answersOf = (said: readonly Said[]): Answers => {
  const tookMs = { customer: [] as number[], broker: [] as number[] }
  let waiting: Said | undefined
  for (const message of said)
    if (waiting?.by !== message.by) {
      if (waiting) tookMs[message.by].push(Math.max(0, message.at.getTime() - waiting.at.getTime()))
      waiting = message
    }
  const [firstAnswerMs] = tookMs.broker
  return {
    customerAnswers: summarise(tookMs.customer),
    brokerAnswers: summarise(tookMs.broker),
    ...(firstAnswerMs !== undefined && { firstAnswerMs }),
  }
}

const summarise = (tookMs: readonly number[]): AnswerTimes => {
  const medianMs = medianOf(tookMs)
  if (medianMs === null) return { count: 0 }
  return {
    count: tookMs.length,
    medianMs,
    longestMs: tookMs.reduce((longest, ms) => Math.max(longest, ms), 0),
  }
}
