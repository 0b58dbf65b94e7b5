import type { Db, Document } from 'mongodb'

import type {
  ApplicationStatsDocument,
  ConversationStatsDocument,
} from '@/projections/analytics/documents'

import { maximumReadMs } from '../database'
import { readCustomerNames } from './customerNames'
import { applicationsBehind, conversationsBehind, isOfApplications, type Behind } from './behind'
import { fromBehindCursor, toBehindCursor } from './behindCursor'
import { applicationsMatching, conversationsMatching, type BusinessFilters } from './filters'
import type { DayRange } from './periods'

/** The most rows on one page of a screen. */
export const maximumBehindPage = 50

/** Whose members are listed, and which of them. */
export interface BehindQuestion extends DayRange {
  database: Db
  behind: Behind
  filters: BusinessFilters
  now: Date
  /** At least 1. */
  limit: number
  /** Where the page before ended, as it told. */
  cursor?: string
}

/** What a person wants to know of one conversation behind a number. Times are ISO 8601. */
export interface BehindRow {
  /** Of the application, or the conversation, that the row counts as. */
  id: string
  /** Document id of the (latest) conversation; null where an application has none. */
  conversationId: string | null
  applicationId: string | null
  applicationNumber: string | null
  customerName: string | null
  loanPurpose: string | null
  loanAmount: number | null
  outcome: string | null
  /** Of the conversation. */
  status: string | null
  stage: string | null
  /** When it started, began or was decided: whichever makes it a member. */
  at: string
  timeToDecisionMs: number | null
}

/** One page, newest first. */
export interface BehindPage {
  rows: BehindRow[]
  nextCursor: string | null
}

/**
 * The conversations behind a number: exactly those that it counts.
 * @throws {InvalidCursor} where the cursor is none that this list gave
 */
export const listBehind = (question: BehindQuestion): Promise<BehindPage> =>
  isOfApplications(question.behind.kind) ? listApplications(question) : listConversations(question)

const listConversations = async (question: BehindQuestion): Promise<BehindPage> => {
  const { behind, database, filters, from, limit, now, to } = question
  const found = await database
    .collection<ConversationStatsDocument>('conversation-stats')
    .aggregate<ConversationStatsDocument>(
      [
        {
          $match: {
            $and: [
              conversationsBehind(behind, { $gte: from, $lte: to }, now),
              conversationsMatching(filters),
              ...placeMatch(question, 'started'),
            ],
          },
        },
        { $sort: { startedDay: -1, startedAt: -1, _id: -1 } },
        { $limit: limit + 1 },
        { $unset: ['messagesByDay', 'stages', 'stagesReached'] },
      ],
      { maxTimeMS: maximumReadMs },
    )
    .toArray()
  const names = await readCustomerNames(database, found)
  return toPage(found, limit, (document) => ({
    row: toRow({ at: document.startedAt, conversation: document, id: document._id, names }),
    place: { day: document.startedDay, at: document.startedAt, id: document._id },
  }))
}

const listApplications = async (question: BehindQuestion): Promise<BehindPage> => {
  const { behind, database, filters, from, limit, to } = question
  const time = behind.kind === 'begun' ? 'begun' : 'decided'
  const found = await database
    .collection('application-stats')
    .aggregate<ApplicationStatsDocument>(
      [
        ...applicationsMatching(
          {
            $and: [
              applicationsBehind(behind, { $gte: from, $lte: to }),
              ...placeMatch(question, time),
            ],
          },
          filters,
        ),
        { $sort: { [`${time}Day`]: -1, [`${time}At`]: -1, _id: -1 } },
        { $limit: limit + 1 },
      ],
      { maxTimeMS: maximumReadMs },
    )
    .toArray()
  const latest = await latestConversations(
    database,
    found.map(({ _id }) => _id),
  )
  const names = await readCustomerNames(database, [...latest.values()])
  return toPage(found, limit, (application) => {
    const at = application[`${time}At`]!
    return {
      row: toRow({
        at,
        application,
        conversation: latest.get(application._id),
        id: application._id,
        names,
      }),
      place: { day: application[`${time}Day`]!, at, id: application._id },
    }
  })
}

/** Of each application the conversation that began last. */
const latestConversations = async (
  database: Db,
  applicationIds: string[],
): Promise<Map<string, ConversationStatsDocument>> => {
  const found = await database
    .collection<ConversationStatsDocument>('conversation-stats')
    .aggregate<{ _id: string; latest: ConversationStatsDocument }>(
      [
        { $match: { applicationId: { $in: applicationIds } } },
        { $unset: ['messagesByDay', 'stages', 'stagesReached'] },
        { $sort: { startedAt: 1, _id: 1 } },
        { $group: { _id: '$applicationId', latest: { $last: '$$ROOT' } } },
      ],
      { maxTimeMS: maximumReadMs },
    )
    .toArray()
  return new Map(found.map(({ _id, latest }) => [_id, latest]))
}

const placeMatch = (
  { cursor }: BehindQuestion,
  time: 'started' | 'begun' | 'decided',
): Document[] => {
  if (cursor === undefined) return []
  const { at, day, id } = fromBehindCursor(cursor)
  const [dayField, atField] = [`${time}Day`, `${time}At`]
  return [
    {
      [dayField]: { $lte: day },
      $or: [
        { [dayField]: { $lt: day } },
        { [atField]: { $lt: at } },
        { [atField]: at, _id: { $lt: id } },
      ],
    },
  ]
}

const toPage = <T>(
  found: T[],
  limit: number,
  read: (document: T) => { row: BehindRow; place: Parameters<typeof toBehindCursor>[0] },
): BehindPage => {
  const page = found.slice(0, limit).map(read)
  const last = page.at(-1)
  return {
    rows: page.map(({ row }) => row),
    nextCursor: found.length > limit && last ? toBehindCursor(last.place) : null,
  }
}

const toRow = ({
  application,
  at,
  conversation,
  id,
  names,
}: {
  id: string
  at: Date
  names: ReadonlyMap<string, string>
  application?: ApplicationStatsDocument
  conversation: ConversationStatsDocument | undefined
}): BehindRow => {
  const told = application ?? conversation
  return {
    id,
    conversationId: conversation?._id ?? null,
    applicationId: application?._id ?? conversation?.applicationId ?? null,
    applicationNumber: told?.applicationNumber ?? null,
    customerName: names.get(conversation?._id ?? '') ?? null,
    loanPurpose: told?.loanPurpose ?? null,
    loanAmount: told?.loanAmount ?? null,
    outcome: told?.outcome ?? null,
    status: conversation?.status ?? null,
    stage: conversation?.currentStage ?? null,
    at: at.toISOString(),
    timeToDecisionMs: told?.timeToDecisionMs ?? null,
  }
}
