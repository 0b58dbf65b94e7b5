import type { RawEntry } from './oracle'
import { oracle } from './oracle'

type Doc = Record<string, any>

/** The numbers of the business that a set of entries determines, by id. */
export interface BusinessOracle {
  conversations: Map<string, Doc>
  applications: Map<string, Doc>
  days: Map<string, Doc>
}

const own = [
  'applicationDetail_changed',
  'identityRisk_assessment',
  'serviceability_assessment_results',
  'fraudCheck_results',
  'noticeboard_updated',
  'final_decision',
]
const final = ['approved', 'declined', 'withdrawn']

/**
 * An independent reading of what the analytics count, the slow way: every number of every
 * conversation, application and day from the raw entries, sharing no code with the product.
 */
export const businessOracle = (entries: readonly RawEntry[], timeZone: string): BusinessOracle => {
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' })
  const dayOf = (iso: string): string => clock.format(new Date(iso))
  const unique = [...new Map(entries.map((entry) => [entry.id, entry])).values()]
    .filter(({ fields }) => fields.agt === 'broker')
    .sort(byId)
  const state = oracle(entries)
  const outcomes = readOutcomes(unique)
  const applications = new Map<string, Doc>()
  for (const [id, doc] of state.applications) {
    const times = unique
      .filter(({ fields }) => own.includes(fields.typ!) && applicationOf(fields) === id)
      .map(({ fields }) => iso(fields.tsp!))
      .sort()
    const decidedAt = outcomes.get(id)
    const [begunAt] = times
    applications.set(id, {
      applicationId: id,
      applicationNumber: doc.applicationNumber,
      customerId: doc.customerId,
      loanPurpose: doc.loanPurpose ?? undefined,
      loanAmount: doc.loanAmount ?? undefined,
      begunAt,
      begunDay: begunAt && dayOf(begunAt),
      outcome: doc.applicationOutcome ?? undefined,
      decidedAt,
      decidedDay: decidedAt && dayOf(decidedAt),
      timeToDecisionMs: decidedAt && begunAt && Math.max(0, ms(decidedAt) - ms(begunAt)),
    })
  }
  const conversations = new Map<string, Doc>()
  for (const [id, doc] of state.conversations) {
    const events = unique.filter(({ fields }) => fields.cid === id)
    const linked = doc.applicationId as string | undefined
    conversations.set(
      id,
      conversationNumbers({
        id,
        doc,
        events,
        application: linked === undefined ? undefined : state.applications.get(linked),
        decidedAt: linked === undefined ? undefined : outcomes.get(linked),
        dayOf,
      }),
    )
  }
  return { applications, conversations, days: countDays(conversations, applications) }
}

/** When each application came to its present outcome, where that is final. */
const readOutcomes = (entries: readonly RawEntry[]): Map<string, string> => {
  const set = new Map<string, { outcome: unknown; at: string }>()
  for (const { fields } of entries) {
    const dat = JSON.parse(fields.dat ?? '{}') as Doc
    const said = fields.typ === 'final_decision' ? dat.decision : dat.applicationOutcome
    const isSaid = ['final_decision', 'applicationDetail_changed'].includes(fields.typ!)
    if (isSaid && said !== undefined)
      set.set(applicationOf(fields)!, { outcome: said?.toLowerCase(), at: iso(fields.tsp!) })
  }
  return new Map(
    [...set].flatMap(([id, { at, outcome }]) =>
      final.includes(outcome as string) ? [[id, at] as const] : [],
    ),
  )
}

const conversationNumbers = ({
  application = {},
  dayOf,
  decidedAt,
  doc,
  events,
  id,
}: {
  id: string
  doc: Doc
  events: RawEntry[]
  application: Doc | undefined
  decidedAt: string | undefined
  dayOf: (iso: string) => string
}): Doc => {
  const times = events.map(({ fields }) => iso(fields.tsp!)).sort()
  const said = events
    .filter(({ fields }) => ['user_input', 'assistant_response'].includes(fields.typ!))
    .map(({ fields }) => ({
      side: fields.typ === 'user_input' ? 'customer' : 'broker',
      at: iso(fields.tsp!),
    }))
  const days = [...new Set(said.map(({ at }) => dayOf(at)))].sort()
  const count = (side: string, day?: string): number =>
    said.filter((each) => each.side === side && (day === undefined || dayOf(each.at) === day))
      .length
  const answers = (side: string): number[] =>
    said.flatMap(({ side: by, at }, index) => {
      if (by !== side || said[index - 1] === undefined || said[index - 1]!.side === side) return []
      let first = index - 1
      while (said[first - 1] !== undefined && said[first - 1]!.side !== side) first -= 1
      return [Math.max(0, ms(at) - ms(said[first]!.at))]
    })
  const summary = (values: number[]): Doc =>
    values.length === 0
      ? { count: 0 }
      : { count: values.length, medianMs: middle(values), longestMs: Math.max(...values) }
  const process = application['portal:process'] ?? {}
  const listed: Doc[] = (process.applicationProcessState ?? []).filter(
    (each: Doc) => each.stageName,
  )
  const stages = [...new Set(listed.map(({ stageName }) => stageName))]
  const current = process.currentProcessStage || undefined
  const isReached = (stage: string): boolean =>
    stage === current || listed.some((each) => each.stageName === stage && each.complete)
  const isUndecided = !['approved', 'declined'].includes(application.applicationOutcome)
  const tookMs = decidedAt === undefined ? -1 : ms(decidedAt) - ms(doc.startedAt)
  return {
    conversationId: id,
    applicationId: doc.applicationId,
    customerId: doc.customerId,
    applicationNumber: doc.applicationNumber,
    purpose: doc.purpose ?? undefined,
    loanPurpose: application.loanPurpose ?? undefined,
    status: doc.status,
    firstEventAt: times[0],
    lastEventAt: times.at(-1),
    durationMs: ms(times.at(-1)!) - ms(times[0]!),
    startedAt: doc.startedAt,
    startedDay: dayOf(doc.startedAt),
    customerMessages: count('customer'),
    brokerMessages: count('broker'),
    messagesByDay: days.map((day) => ({
      day,
      customer: count('customer', day),
      broker: count('broker', day),
    })),
    firstAnswerMs: answers('broker')[0],
    customerAnswers: summary(answers('customer')),
    brokerAnswers: summary(answers('broker')),
    outcome: application.applicationOutcome ?? undefined,
    decidedAt,
    timeToDecisionMs: tookMs >= 0 ? tookMs : undefined,
    loanAmount: application.loanAmount ?? undefined,
    stages,
    stagesReached: [
      ...stages.filter(isReached),
      ...(current !== undefined && !stages.includes(current) ? [current] : []),
    ],
    currentStage: current,
    dropOffStage: isUndecided ? current : undefined,
  }
}

/** The numbers of each day, from those of all conversations and applications. */
export const countDays = (conversations: Map<string, Doc>, applications: Map<string, Doc>) => {
  const talks = [...conversations.values()]
  const loans = [...applications.values()]
  const days = new Set(
    [
      ...talks.flatMap(({ messagesByDay, startedDay }) => [
        startedDay,
        ...messagesByDay.map(({ day }: Doc) => day),
      ]),
      ...loans.flatMap(({ begunDay, decidedDay }) => [begunDay, decidedDay]),
    ].filter((day) => day !== undefined),
  )
  return new Map<string, Doc>(
    [...days].map((day) => {
      const started = talks.filter(({ startedDay }) => startedDay === day)
      const begun = loans.filter(({ begunDay }) => begunDay === day)
      const ended = loans.filter(({ decidedDay }) => decidedDay === day)
      const as = (outcome: string): Doc[] => ended.filter((each) => each.outcome === outcome)
      const decided = [...as('approved'), ...as('declined')]
      const said = talks.flatMap(({ messagesByDay }) =>
        messagesByDay.filter((each: Doc) => each.day === day),
      )
      const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0)
      const dollars = (docs: Doc[]): number =>
        sum(docs.map(({ loanAmount = 0 }) => Math.round(loanAmount * 100))) / 100
      const won = started.filter(({ outcome }) => outcome === 'approved').length
      const numbers = (docs: Doc[], field: string): number[] =>
        docs.map((doc) => doc[field]).filter((value) => value !== undefined)
      const customerMessages = sum(said.map(({ customer }: Doc) => customer))
      const brokerMessages = sum(said.map(({ broker }: Doc) => broker))
      return [
        day,
        {
          day,
          conversationsStarted: started.length,
          messages: customerMessages + brokerMessages,
          customerMessages,
          brokerMessages,
          applicationsBegun: begun.length,
          decided: decided.length,
          approved: as('approved').length,
          declined: as('declined').length,
          withdrawn: as('withdrawn').length,
          approvalRate: decided.length > 0 ? as('approved').length / decided.length : undefined,
          startedAndApproved: won,
          conversionRate: started.length > 0 ? won / started.length : undefined,
          amountAsked: dollars(begun),
          amountApproved: dollars(as('approved')),
          medianTimeToDecisionMs: middle(numbers(decided, 'timeToDecisionMs')),
          medianFirstAnswerMs: middle(numbers(started, 'firstAnswerMs')),
        },
      ]
    }),
  )
}

const middle = (values: number[]): number | undefined => {
  const sorted = [...values].sort((left, right) => left - right)
  const half = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1
    ? sorted[half]
    : sorted.length === 0
      ? undefined
      : (sorted[half - 1]! + sorted[half]!) / 2
}

const applicationOf = (fields: Record<string, string>): string | undefined =>
  fields.aid ??
  (fields.typ === 'applicationDetail_changed'
    ? (JSON.parse(fields.dat ?? '{}') as Doc).applicationNumber
    : undefined)

const iso = (text: string): string => new Date(text).toISOString()
const ms = (text: string): number => Date.parse(text)

const byId = (left: RawEntry, right: RawEntry): number => {
  const [leftMs, leftN] = left.id.split('-').map(Number) as [number, number]
  const [rightMs, rightN] = right.id.split('-').map(Number) as [number, number]
  return leftMs - rightMs || leftN - rightN
}
