import { describe, expect, it } from 'vitest'

import { createSimulation, defaultStartAt, generateEvents } from '@/simulator'

type Fields = Record<string, string>

const events = generateEvents({ seed: 11, conversations: 30, count: 20_000 })
const datOf = (event: Fields) => JSON.parse(event.dat!) as Record<string, unknown>
const ofType = (type: string) => events.filter(({ typ }) => typ === type)
const byConversation = new Map<string, Fields[]>()
for (const event of events) {
  const own = byConversation.get(event.cid!)
  if (own) own.push(event)
  else byConversation.set(event.cid!, [event])
}

const eventTypes = [
  'conversation_started',
  'user_input',
  'assistant_response',
  'applicationDetail_changed',
  'identityRisk_assessment',
  'serviceability_assessment_results',
  'fraudCheck_results',
  'noticeboard_updated',
  'final_decision',
  'conversation_summary',
]

describe('the simulation', () => {
  it('gives the same events, byte for byte, for the same seed', () => {
    const options = { seed: 'twice', conversations: 12, count: 3_000 }
    expect(JSON.stringify(generateEvents(options))).toBe(JSON.stringify(generateEvents(options)))
  })

  it('gives other events for another seed', () => {
    const first = generateEvents({ seed: 1, conversations: 5, count: 200 })
    const second = generateEvents({ seed: 2, conversations: 5, count: 200 })
    expect(first.map(({ dat }) => dat)).not.toEqual(second.map(({ dat }) => dat))
  })

  it('is not disturbed by another simulation that is read in turns with it', () => {
    const create = (seed: number) =>
      createSimulation({ seed, conversations: 4, startAt: defaultStartAt })
    const [mine, other] = [create(3), create(4)]
    const read = Array.from({ length: 800 }, () => {
      other.next()
      return mine.next().value!.fields
    })
    expect(read).toEqual(generateEvents({ seed: 3, conversations: 4, count: 800 }))
  })

  it('has every type of event, other agents and types that are not known', () => {
    for (const type of eventTypes) expect(ofType(type).length, type).toBeGreaterThan(20)
    expect(events.some(({ agt }) => agt !== 'broker')).toBe(true)
    expect(events.some(({ agt, typ }) => agt === 'broker' && !eventTypes.includes(typ!))).toBe(true)
  })

  it('keeps as many conversations open as were asked for', () => {
    const started = events.slice(0, 400).filter(({ typ }) => typ === 'conversation_started')
    expect(started.length).toBeGreaterThanOrEqual(30)
    expect(started.length).toBeLessThan(40)
  })

  it('counts each conversation in its own sequence, in the order of time', () => {
    for (const [conversationId, own] of byConversation) {
      const projected = own.filter(({ agt }) => agt === 'broker')
      expect(projected[0]!.typ, conversationId).toBe('conversation_started')
      expect(projected.map(({ seq }) => seq)).toEqual(
        projected.map((_, index) => String(index + 1)),
      )
    }
    const times = events.map(({ tsp }) => Date.parse(tsp!))
    expect(times).toEqual([...times].sort((left, right) => left - right))
  })

  it('moves applications forward through the stages', () => {
    const stages = [
      'intake',
      'identity',
      'statements',
      'serviceability',
      'fraud_check',
      'offer',
      'decision',
    ]
    const reached = new Set<string>()
    for (const own of byConversation.values()) {
      const positions = own
        .filter(({ typ }) => typ === 'applicationDetail_changed')
        .flatMap(
          (event) => (datOf(event).applicationProcess as { currentProcessStage: string }) ?? [],
        )
        .map(
          ({ currentProcessStage }) => (
            reached.add(currentProcessStage),
            stages.indexOf(currentProcessStage)
          ),
        )
      expect(positions).toEqual([...positions].sort((left, right) => left - right))
      expect(positions).not.toContain(-1)
    }
    expect([...reached].sort()).toEqual([...stages].sort())
  })

  it('ends in approvals, declines, withdrawals and silence', () => {
    const decisions = ofType('final_decision').map((event) =>
      String(datOf(event).decision).toUpperCase(),
    )
    for (const decision of ['APPROVED', 'DECLINED', 'WITHDRAWN', 'PENDING'])
      expect(decisions).toContain(decision)
    const undecided = [...byConversation.values()]
      .slice(0, 100)
      .filter((own) => !own.some(({ typ }) => typ === 'final_decision'))
    expect(undecided.length).toBeGreaterThan(5)
  })

  it('approves only what the household in the latest assessment carries', () => {
    for (const own of byConversation.values()) {
      const decision = own.findLast(({ typ }) => typ === 'final_decision')
      if (!decision || String(datOf(decision).decision).toUpperCase() !== 'APPROVED') continue
      const assessment = datOf(
        own.findLast(({ typ }) => typ === 'serviceability_assessment_results')!,
      )
      const { income, expenses, surplus } = (assessment.monthly ?? assessment) as Record<
        string,
        number
      >
      expect(income! - expenses!).toBe(surplus)
      expect(['pass', 'PASS', 'approve']).toContain(
        assessment.result ?? assessment.status ?? assessment.decision,
      )
    }
  })

  it('sees customers return under the same id with a new conversation and application', () => {
    const applications = new Map<string, Set<string>>()
    for (const { uid, aid } of events)
      if (uid) applications.set(uid, (applications.get(uid) ?? new Set()).add(aid!))
    expect([...applications.values()].some(({ size }) => size > 1)).toBe(true)
  })

  it('answers within one to four seconds, in its own clock', () => {
    const waits = [...byConversation.values()].flatMap((own) =>
      own.flatMap((event, index) =>
        event.typ === 'assistant_response' && own[index - 1]?.typ === 'user_input'
          ? [Date.parse(event.tsp!) - Date.parse(own[index - 1]!.tsp!)]
          : [],
      ),
    )
    const ordinary = waits.filter((wait) => wait <= 4_000)
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(1_000)
    expect(ordinary.length / waits.length).toBeGreaterThan(0.95)
  })
})
