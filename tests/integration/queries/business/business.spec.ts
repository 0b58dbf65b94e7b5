import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { Behind } from '@/queries/business/behind'
import type { BusinessFilters } from '@/queries/business/filters'
import { listBehind, type BehindRow } from '@/queries/business/listBehind'
import { readBusiness } from '@/queries/business/readBusiness'
import { readToday } from '@/queries/business/today'

import { openStore } from '../../../support/engines'
import {
  makeYearOfBusiness,
  storeYearOfBusiness,
  type YearOfBusiness,
} from '../../../support/yearOfBusiness'

const timeZone = 'Australia/Sydney'
const now = new Date('2026-11-23T03:00:00.000Z')
const range = { from: '2026-09-01', to: '2026-11-23' }
const rangeBefore = { from: '2026-06-09', to: '2026-08-31' }

let db: Awaited<ReturnType<typeof openStore>>['store']['db']
let close: () => Promise<void>
let year: YearOfBusiness

beforeAll(async () => {
  ;({
    close,
    store: { db },
  } = await openStore())
  year = makeYearOfBusiness({ conversations: 1_500, seed: 'business', timeZone, until: now })
  await storeYearOfBusiness(db, year)
})

afterAll(() => close())

const read = (filters: BusinessFilters = {}, more: { rowLimit?: number } = {}) =>
  readBusiness({ database: db, ...range, by: 'week', filters, now, timeZone, ...more })

type Days = { from: string; to: string }

const lies = (day: string | undefined, { from, to }: Days): boolean =>
  day !== undefined && day >= from && day <= to

/** The middle by counting, not by the code under test. */
const middle = (values: (number | undefined)[]): number | null => {
  const sorted = values.filter((value) => value !== undefined).sort((left, right) => left - right)
  if (sorted.length === 0) return null
  const [low, high] = [Math.floor((sorted.length - 1) / 2), Math.ceil((sorted.length - 1) / 2)]
  return (sorted[low]! + sorted[high]!) / 2
}

const sum = (values: (number | undefined)[]): number =>
  values.reduce<number>((total, value) => total + (value ?? 0), 0)

/** What the numbers of some days must be, from the documents alone. */
const expected = (
  days: Days,
  isWanted: (document: { outcome?: string; loanPurpose?: string; loanAmount?: number }) => boolean,
  isWantedConversation: (document: YearOfBusiness['conversations'][number]) => boolean = () => true,
) => {
  const conversations = year.conversations.filter(
    (each) => isWanted(each) && isWantedConversation(each),
  )
  const about = new Set(
    year.conversations.filter(isWantedConversation).map((each) => each.applicationId),
  )
  const applications = year.applications.filter((each) => isWanted(each) && about.has(each._id))
  const started = conversations.filter((each) => lies(each.startedDay, days))
  const ended = applications.filter((each) => lies(each.decidedDay, days))
  const begun = applications.filter((each) => lies(each.begunDay, days))
  const [approved, declined, withdrawn] = ['approved', 'declined', 'withdrawn'].map((outcome) =>
    ended.filter((each) => each.outcome === outcome),
  ) as [typeof ended, typeof ended, typeof ended]
  const decided = approved.length + declined.length
  const converted = started.filter(({ outcome }) => outcome === 'approved').length
  return {
    conversationsStarted: started.length,
    messages: sum(
      conversations.flatMap(({ messagesByDay }) =>
        messagesByDay.map(({ broker, customer, day }) => (lies(day, days) ? broker + customer : 0)),
      ),
    ),
    applicationsBegun: begun.length,
    decided,
    approved: approved.length,
    declined: declined.length,
    withdrawn: withdrawn.length,
    approvalRate: decided === 0 ? null : approved.length / decided,
    conversionRate: started.length === 0 ? null : converted / started.length,
    amountAsked: sum(begun.map(({ loanAmount }) => loanAmount)),
    amountApproved: sum(approved.map(({ loanAmount }) => loanAmount)),
    medianTimeToDecisionMs: middle(
      [...approved, ...declined].map(({ timeToDecisionMs }) => timeToDecisionMs),
    ),
    medianFirstAnswerMs: middle(started.map(({ firstAnswerMs }) => firstAnswerMs)),
    medianBrokerAnswerMs: middle(started.map(({ brokerAnswers }) => brokerAnswers.medianMs)),
    medianCustomerAnswerMs: middle(started.map(({ customerAnswers }) => customerAnswers.medianMs)),
  }
}

const all = () => true

const listAll = async (
  behind: Behind,
  filters: BusinessFilters = {},
  days: Days = range,
): Promise<BehindRow[]> => {
  const rows: BehindRow[] = []
  let cursor: string | undefined
  do {
    const page = await listBehind({
      database: db,
      ...days,
      behind,
      filters,
      now,
      limit: 37,
      ...(cursor !== undefined && { cursor }),
    })
    rows.push(...page.rows)
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return rows
}

describe('the numbers of a period', () => {
  it('are what counting the documents gives, for it and for the period before', async () => {
    const summary = await read()
    expect(summary.before).toMatchObject(rangeBefore)
    expect(summary.period.numbers).toEqual(expected(range, all))
    expect(summary.before.numbers).toEqual(expected(rangeBefore, all))
    expect(summary.period.isOpen).toBe(true)
    expect(summary.cut).toBeNull()
  })

  it('tell since when there are any, whatever the period and the filters', async () => {
    const days = await db.collection('daily-metrics').distinct('day')
    expect((await read({ outcome: 'approved' })).firstDay).toBe([...days].sort()[0])
  })

  it('are right in every bar and in the bar it is compared with', async () => {
    const { buckets } = await read()
    expect(buckets[0]).toMatchObject({ from: '2026-09-01', to: '2026-09-06' })
    expect(buckets.at(-1)).toMatchObject({ from: '2026-11-23', to: '2026-11-23', isOpen: true })
    for (const bucket of buckets) {
      expect(bucket.numbers).toEqual(expected(bucket, all))
      expect(bucket.before.numbers).toEqual(expected(bucket.before, all))
    }
  })

  it('are right under every filter, those of conversations included', async () => {
    const narrowed: [BusinessFilters, typeof all, Parameters<typeof expected>[2]?][] = [
      [{ loanPurpose: 'medical' }, ((each: any) => each.loanPurpose === 'medical') as typeof all],
      [{ outcome: 'approved' }, ((each: any) => each.outcome === 'approved') as typeof all],
      [{ outcome: 'undecided' }, ((each: any) => each.outcome === undefined) as typeof all],
      [
        { amountFrom: 2_000, amountTo: 5_000 },
        ((each: any) => each.loanAmount >= 2_000 && each.loanAmount <= 5_000) as typeof all,
      ],
      [{ status: 'soft_end' }, all, ({ status }) => status === 'soft_end'],
      [{ stage: 'offer' }, all, ({ stagesReached }) => stagesReached.includes('offer')],
    ]
    for (const [filters, isWanted, isWantedConversation] of narrowed)
      expect((await read(filters)).period.numbers, JSON.stringify(filters)).toEqual(
        expected(range, isWanted, isWantedConversation),
      )
  })

  it('are cut honestly where there is more to read than one answer may', async () => {
    const summary = await read({}, { rowLimit: 20 })
    expect(summary.cut).toEqual({ rowLimit: 20 })
    expect(summary.funnel[0]!.conversations).toBe(20)
    // What the days count already needs no raw values.
    expect(summary.period.numbers.conversationsStarted).toBe(
      expected(range, all).conversationsStarted,
    )
  })
})

describe('the way of the conversations', () => {
  const started = () => year.conversations.filter((each) => lies(each.startedDay, range))

  it('counts who reached each stage, was decided and was approved, in the order of the process', async () => {
    const { funnel } = await read()
    const reached = (stage: string) =>
      started().filter(({ stagesReached }) => stagesReached.includes(stage)).length
    const names = ['intake', 'identity', 'statements', 'serviceability', 'fraud_check', 'offer']
    const isDecided = ({ outcome }: { outcome?: string }) =>
      outcome === 'approved' || outcome === 'declined'
    expect(funnel.map(({ conversations, stage }) => [stage, conversations])).toEqual([
      [null, started().length],
      ...names.map((name) => [name, reached(name)]),
      [null, started().filter(isDecided).length],
      [null, started().filter(({ outcome }) => outcome === 'approved').length],
    ])
    expect(funnel[2]).toMatchObject({
      shareOfStarted: reached('identity') / started().length,
      shareOfStepBefore: reached('identity') / reached('intake'),
    })
  })

  it('counts where conversations were left', async () => {
    const { dropOff } = await read()
    const left = started().filter(
      ({ lastEventAt, outcome, status }) =>
        outcome !== 'approved' &&
        outcome !== 'declined' &&
        (outcome === 'withdrawn' ||
          status === 'soft_end' ||
          now.getTime() - lastEventAt.getTime() >= 86_400_000),
    )
    expect(left.length).toBeGreaterThan(20)
    expect(sum(dropOff.map(({ conversations }) => conversations))).toBe(left.length)
    for (const { conversations, stage } of dropOff)
      expect(conversations).toBe(
        left.filter(({ dropOffStage }) => (dropOffStage ?? null) === stage).length,
      )
  })

  it('lists exactly the conversations that each bar and step counts', async () => {
    const { buckets, decisionTimes, dropOff, funnel, period } = await read()
    for (const { conversations, kind, stage } of funnel.filter((step) => step.kind === 'stage'))
      expect(await listAll({ kind: 'reached-stage', stage: stage! }), kind).toHaveLength(
        conversations,
      )
    for (const { conversations, stage } of dropOff)
      expect(await listAll({ kind: 'left', ...(stage !== null && { stage }) })).toHaveLength(
        conversations,
      )
    for (const { applications, fromMs, toMs } of decisionTimes)
      expect(
        await listAll({ kind: 'decided-within', fromMs, ...(toMs !== null && { toMs }) }),
      ).toHaveLength(applications)
    const { numbers } = period
    expect(await listAll({ kind: 'started' })).toHaveLength(numbers.conversationsStarted)
    expect(await listAll({ kind: 'begun' })).toHaveLength(numbers.applicationsBegun)
    expect(await listAll({ kind: 'decided' })).toHaveLength(numbers.decided)
    expect(await listAll({ kind: 'withdrawn' })).toHaveLength(numbers.withdrawn)
    const week = buckets[3]!
    expect(await listAll({ kind: 'approved' }, {}, week)).toHaveLength(week.numbers.approved)
    const narrowed = await read({ stage: 'offer', loanPurpose: 'medical' })
    expect(
      await listAll({ kind: 'decided' }, { stage: 'offer', loanPurpose: 'medical' }),
    ).toHaveLength(narrowed.period.numbers.decided)
  })

  it('lists each member once, newest first, with what a person wants to know', async () => {
    const rows = await listAll({ kind: 'approved' })
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
    const times = rows.map(({ at }) => at)
    expect(times).toEqual([...times].sort().reverse())
    const row = rows[0]!
    const application = year.applications.find(({ _id }) => _id === row.id)!
    const latest = year.conversations
      .filter(({ applicationId }) => applicationId === row.id)
      .sort((left, right) => right.startedAt.getTime() - left.startedAt.getTime())[0]!
    expect(row).toMatchObject({
      conversationId: latest._id,
      applicationNumber: application.applicationNumber,
      customerName: year.named.find(({ _id }) => _id === latest._id)!.customerName,
      outcome: 'approved',
      loanAmount: application.loanAmount,
      at: application.decidedAt!.toISOString(),
    })
  })
})

describe('today', () => {
  it('counts until now, and yesterday until the same time by the clock', async () => {
    const { today, yesterday, day } = await readToday(db, { now, timeZone })
    expect(day).toBe('2026-11-23')
    const started = (on: string, until: Date) =>
      year.conversations.filter((each) => each.startedDay === on && each.startedAt <= until).length
    expect(today.conversationsStarted).toBe(started('2026-11-23', now))
    const then = new Date('2026-11-22T03:00:00.000Z')
    expect(yesterday.conversationsStarted).toBe(started('2026-11-22', then))
    expect(yesterday.approved).toBe(
      year.applications.filter(
        (each) =>
          each.decidedDay === '2026-11-22' &&
          each.outcome === 'approved' &&
          each.decidedAt! <= then,
      ).length,
    )
  })
})
