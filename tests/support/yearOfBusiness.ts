import { fileURLToPath } from 'node:url'

import { MongoClient, type Db } from 'mongodb'

import type {
  ApplicationStatsDocument,
  ConversationStatsDocument,
  DailyMetricsDocument,
} from '@/projections/analytics/documents'
import { medianOf } from '@/projections/analytics/median'
import { createRandom, type Random } from '@/simulator/random'

/** The numbers of made-up conversations, as the analytics projections hold them. */
export interface YearOfBusiness {
  conversations: ConversationStatsDocument[]
  applications: ApplicationStatsDocument[]
  days: DailyMetricsDocument[]
  /** What the conversations show of their customers. */
  named: { _id: string; conversationId: string; customerName: string }[]
}

const stages = ['intake', 'identity', 'statements', 'serviceability', 'fraud_check', 'offer']
const purposes = ['car_repair', 'rent_bond', 'medical', 'holiday', 'debt_consolidation']
const names = ['Aroha Nguyễn', 'Maeve O’Neill', '=SUM(A1:A9)', 'Björn Ali', 'Fatima Σωτήρης', 'Li']
const dayMs = 86_400_000

/**
 * Makes up the numbers of `conversations` conversations in the `days` days before `until`: busier on
 * weekdays and towards the end, decisions some of which fall on a later day, silences, several
 * conversations about one application. The same seed gives the same year.
 */
export const makeYearOfBusiness = ({
  conversations: count,
  days = 365,
  prefix = '',
  seed,
  timeZone,
  until,
}: {
  conversations: number
  days?: number
  /** Stands before every id. */
  prefix?: string
  seed: string
  timeZone: string
  until: Date
}): YearOfBusiness => {
  const random = createRandom(seed)
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' })
  const dayOf = (at: Date): string => clock.format(at)
  const conversations: ConversationStatsDocument[] = []
  const applications: ApplicationStatsDocument[] = []
  for (let number = 0; number < count; number++) {
    const startedAt = pickStart(random, until, days)
    const previous = applications.at(-random.whole(1, 20))
    const isSecond = previous !== undefined && random.chance(0.06)
    const application = isSecond
      ? previous
      : begin({ dayOf, name: `${prefix}${number}`, random, startedAt, until })
    if (!isSecond) applications.push(application)
    conversations.push(
      talk({ application, dayOf, name: `${prefix}${number}`, random, startedAt, until }),
    )
  }
  const named = conversations.map(({ _id, conversationId }) => ({
    _id,
    conversationId,
    customerName: random.pick(names),
  }))
  return { conversations, applications, days: countDays({ applications, conversations }), named }
}

/** Stores a year in place of whatever numbers there were. */
export const storeYearOfBusiness = async (db: Db, year: YearOfBusiness): Promise<void> => {
  for (const [name, documents] of partsOf(year)) {
    await db.collection(name).deleteMany({})
    await db
      .collection(name)
      .insertMany(documents as never, { ignoreUndefined: true, ordered: false })
  }
  const ids = year.named.map(({ _id }) => _id)
  const conversations = db.collection<{ _id: string }>('conversations')
  await conversations.deleteMany({ _id: { $in: ids } })
  await conversations.insertMany(year.named)
}

/** Stores a year beside what is there; the returned function takes it out again. */
export const addYearOfBusiness = async (
  db: Db,
  year: YearOfBusiness,
): Promise<() => Promise<void>> => {
  const remove = async (): Promise<void> => {
    for (const [name, documents] of partsOf(year))
      await db
        .collection(name)
        .deleteMany({ _id: { $in: documents.map(({ _id }) => _id) } } as never)
  }
  await remove()
  for (const [name, documents] of partsOf(year))
    await db.collection(name).insertMany(documents as never, { ignoreUndefined: true })
  return remove
}

const partsOf = ({ applications, conversations, days }: YearOfBusiness) =>
  [
    ['conversation-stats', conversations],
    ['application-stats', applications],
    ['daily-metrics', days],
  ] as const

const pickStart = (random: Random, until: Date, days: number): Date => {
  for (;;) {
    const age = random.next() * days * dayMs
    const at = new Date(until.getTime() - age)
    const isWeekend = [0, 6].includes(at.getUTCDay())
    if (random.chance((isWeekend ? 0.4 : 1) * (1 - (0.5 * age) / (days * dayMs)))) return at
  }
}

type DayOf = (at: Date) => string

const begin = ({
  dayOf,
  name,
  random,
  startedAt,
  until,
}: {
  dayOf: DayOf
  name: string
  random: Random
  startedAt: Date
  until: Date
}): ApplicationStatsDocument => {
  const fate = random.weighted({ approved: 42, declined: 18, withdrawn: 8, none: 32 })
  const tookMs = Math.round(
    random.chance(0.1) ? random.between(3_600_000, 3 * dayMs) : random.between(120_000, 3_000_000),
  )
  const decidedAt = new Date(startedAt.getTime() + tookMs)
  const isOver = fate !== 'none' && decidedAt <= until
  return {
    _id: `app_${name}`,
    revision: 1,
    applicationId: `app_${name}`,
    applicationNumber: `LN-${name}`,
    customerId: `cust_${name}`,
    ...(random.chance(0.95) && { loanPurpose: random.pick(purposes) }),
    ...(random.chance(0.97) && { loanAmount: random.whole(4, 100) * 100 }),
    begunAt: startedAt,
    begunDay: dayOf(startedAt),
    ...(isOver && {
      outcome: fate,
      decidedAt,
      decidedDay: dayOf(decidedAt),
      ...(random.chance(0.99) && { timeToDecisionMs: tookMs }),
    }),
  }
}

const talk = ({
  application,
  dayOf,
  name,
  random,
  startedAt,
  until,
}: {
  application: ApplicationStatsDocument
  dayOf: DayOf
  name: string
  random: Random
  startedAt: Date
  until: Date
}): ConversationStatsDocument => {
  const { decidedAt, loanAmount, loanPurpose, outcome, timeToDecisionMs } = application
  const isDecided = outcome === 'approved' || outcome === 'declined'
  const reached =
    outcome === 'approved' ? stages.length : random.whole(outcome === 'declined' ? 2 : 0, 5)
  const stagesReached = stages.slice(0, reached)
  const currentStage = stagesReached.at(-1)
  const lastEventAt = new Date(
    Math.min(until.getTime(), startedAt.getTime() + random.whole(60_000, 3_000_000)),
  )
  const messages = random.whole(1, 60)
  const isOvernight = dayOf(lastEventAt) !== dayOf(startedAt)
  const said = (day: string, count: number) => ({
    day,
    customer: count >> 1,
    broker: count - (count >> 1),
  })
  const messagesByDay = isOvernight
    ? [said(dayOf(startedAt), messages), said(dayOf(lastEventAt), 3)]
    : [said(dayOf(startedAt), messages)]
  const answers = (from: number, to: number) => ({
    count: 5,
    medianMs: random.whole(from, to),
    longestMs: to,
  })
  return {
    _id: `conv_${name}`,
    revision: 1,
    conversationId: `conv_${name}`,
    applicationId: application._id,
    customerId: `cust_${name}`,
    applicationNumber: application.applicationNumber!,
    ...(loanPurpose !== undefined && { loanPurpose }),
    ...(loanAmount !== undefined && { loanAmount }),
    status: isDecided ? outcome : random.weighted({ active: 6, soft_end: 4 }),
    firstEventAt: startedAt,
    lastEventAt,
    durationMs: lastEventAt.getTime() - startedAt.getTime(),
    startedAt,
    startedDay: dayOf(startedAt),
    customerMessages: messagesByDay.reduce((sum, { customer }) => sum + customer, 0),
    brokerMessages: messagesByDay.reduce((sum, { broker }) => sum + broker, 0),
    messagesByDay,
    ...(random.chance(0.96) && { firstAnswerMs: random.whole(900, 9_000) }),
    customerAnswers: answers(8_000, 90_000),
    brokerAnswers: answers(1_000, 6_000),
    ...(outcome !== undefined && { outcome }),
    ...(decidedAt !== undefined && { decidedAt }),
    ...(timeToDecisionMs !== undefined && { timeToDecisionMs }),
    stages: reached === 0 ? [] : stages,
    stagesReached,
    ...(currentStage !== undefined && { currentStage }),
    ...(!isDecided && currentStage !== undefined && { dropOffStage: currentStage }),
  }
}

const countDays = ({
  applications,
  conversations,
}: Omit<YearOfBusiness, 'days' | 'named'>): DailyMetricsDocument[] => {
  const days = new Set([
    ...conversations.flatMap(({ messagesByDay, startedDay }) => [
      startedDay,
      ...messagesByDay.map(({ day }) => day),
    ]),
    ...applications.flatMap(({ begunDay, decidedDay }) => [begunDay!, decidedDay ?? begunDay!]),
  ])
  return [...days].sort().map((day) => {
    const started = conversations.filter(({ startedDay }) => startedDay === day)
    const begun = applications.filter(({ begunDay }) => begunDay === day)
    const ended = applications.filter(({ decidedDay }) => decidedDay === day)
    const of = (wanted: string) => ended.filter(({ outcome }) => outcome === wanted)
    const [approved, declined] = [of('approved'), of('declined')]
    const decided = [...approved, ...declined]
    const said = conversations.flatMap(({ messagesByDay }) =>
      messagesByDay.filter((message) => message.day === day),
    )
    const sum = (values: (number | undefined)[]): number =>
      values.reduce<number>((total, value) => total + (value ?? 0), 0)
    const startedAndApproved = started.filter(({ outcome }) => outcome === 'approved').length
    const customerMessages = sum(said.map(({ customer }) => customer))
    const brokerMessages = sum(said.map(({ broker }) => broker))
    const timeToDecision = medianOf(
      decided.flatMap(({ timeToDecisionMs }) => timeToDecisionMs ?? []),
    )
    const firstAnswer = medianOf(started.flatMap(({ firstAnswerMs }) => firstAnswerMs ?? []))
    return {
      _id: day,
      revision: 1,
      day,
      conversationsStarted: started.length,
      messages: customerMessages + brokerMessages,
      customerMessages,
      brokerMessages,
      applicationsBegun: begun.length,
      decided: decided.length,
      approved: approved.length,
      declined: declined.length,
      withdrawn: of('withdrawn').length,
      ...(decided.length > 0 && { approvalRate: approved.length / decided.length }),
      startedAndApproved,
      ...(started.length > 0 && { conversionRate: startedAndApproved / started.length }),
      amountAsked: sum(begun.map(({ loanAmount }) => loanAmount)),
      amountApproved: sum(approved.map(({ loanAmount }) => loanAmount)),
      ...(timeToDecision !== null && { medianTimeToDecisionMs: timeToDecision }),
      ...(firstAnswer !== null && { medianFirstAnswerMs: firstAnswer }),
    }
  })
}

/** `tsx tests/support/yearOfBusiness.ts MONGODB_URI [COUNT]`: to look at the page with a year. */
const main = async (uri: string, count: number): Promise<void> => {
  const client = await MongoClient.connect(uri)
  const year = makeYearOfBusiness({
    conversations: count,
    days: 730,
    seed: 'a year',
    timeZone: 'Australia/Sydney',
    until: new Date(),
  })
  await storeYearOfBusiness(client.db(), year)
  await client.close()
  console.log(`${year.conversations.length} conversations on ${year.days.length} days`)
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await main(process.argv[2]!, Number(process.argv[3] ?? 10_000))
