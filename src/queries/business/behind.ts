import type { Document } from 'mongodb'

import { wasLeftMatch } from './dropOff'

/** What conversations a number, a bar or a step can be made of. */
export const conversationKinds = [
  /** Started in the period. */
  'started',
  /** Had a message in the period. */
  'messages',
  /** Started in the period and got a first answer. */
  'answered',
  /** Started in the period; their application reached `stage`, was decided, was approved. */
  'reached-stage',
  'reached-decision',
  'reached-approval',
  /** Started in the period and left at `stage`; without one, before the first. */
  'left',
] as const

/** What applications a number or a bar can be made of. */
export const applicationKinds = [
  'begun',
  'decided',
  'approved',
  'declined',
  'withdrawn',
  /** Decided in the period after `fromMs` or more, and less than `toMs`. */
  'decided-within',
] as const

/** @see conversationKinds */
export type ConversationKind = (typeof conversationKinds)[number]

/** @see applicationKinds */
export type ApplicationKind = (typeof applicationKinds)[number]

/** What somebody wants to see the members of. */
export interface Behind {
  kind: ConversationKind | ApplicationKind
  stage?: string
  fromMs?: number
  toMs?: number
}

/** Whether the members are applications, each shown by its latest conversation. */
export const isOfApplications = (kind: Behind['kind']): kind is ApplicationKind =>
  (applicationKinds as readonly string[]).includes(kind)

const decisions = ['approved', 'declined']

/** The days of a period, both ends included. */
interface Days {
  $gte: string
  $lte: string
}

/** The conversations that are meant. */
export const conversationsBehind = ({ kind, stage }: Behind, days: Days, now: Date): Document => {
  const started = { startedDay: days }
  switch (kind) {
    case 'messages':
      return { messagesByDay: { $elemMatch: { day: days } } }
    case 'answered':
      return { ...started, firstAnswerMs: { $type: 'number' } }
    case 'reached-stage':
      return { ...started, stagesReached: stage ?? '' }
    case 'reached-decision':
      return { ...started, outcome: { $in: decisions } }
    case 'reached-approval':
      return { ...started, outcome: 'approved' }
    case 'left':
      return { ...started, ...wasLeftMatch(now), dropOffStage: stage ?? null }
    default:
      return started
  }
}

/** The applications that are meant. */
export const applicationsBehind = ({ fromMs, kind, toMs }: Behind, days: Days): Document => {
  switch (kind) {
    case 'begun':
      return { begunDay: days }
    case 'decided':
      return { decidedDay: days, outcome: { $in: decisions } }
    case 'decided-within':
      return {
        decidedDay: days,
        outcome: { $in: decisions },
        timeToDecisionMs: { $gte: fromMs ?? 0, ...(toMs !== undefined && { $lt: toMs }) },
      }
    default:
      return { decidedDay: days, outcome: kind }
  }
}
