import { describe, expect, it } from 'vitest'

import { appendedAtMs, compareStreamIds } from '@/ledger/streamId'
import { createPast, createSimulation } from '@/simulator'

const options = {
  seed: 'past',
  days: 56,
  until: new Date('2026-06-15T02:00:00.000Z'),
  timeZone: 'Australia/Sydney',
}
const { entries, conversations, former } = createPast(options)
const ofType = (type: string) => entries.filter(({ fields }) => fields.typ === type)
const started = ofType('conversation_started').map(({ id }) => appendedAtMs(id))
const dayMs = 86_400_000
const beginMs = options.until.getTime() - options.days * dayMs

const decisions = new Map<string, { decision: string; atMs: number }[]>()
for (const { fields, id } of ofType('final_decision')) {
  const { decision } = JSON.parse(fields.dat!) as { decision: string }
  const known = decisions.get(fields.cid!) ?? []
  decisions.set(fields.cid!, [
    ...known,
    { decision: decision.toUpperCase(), atMs: appendedAtMs(id) },
  ])
}

describe('the past', () => {
  it('is the same, byte for byte, for the same seed, end and time zone', () => {
    const short = { ...options, days: 6 }
    expect(createPast(short).entries).toEqual(createPast(short).entries)
    expect(createPast({ ...short, seed: 'other' }).entries).not.toEqual(createPast(short).entries)
  })

  it('stands under the ids of its own time, in their order', () => {
    const ids = entries.map(({ id }) => id)
    expect(ids).toEqual([...new Set(ids)].sort(compareStreamIds))
    for (const { fields, id } of entries) expect(Date.parse(fields.tsp!)).toBe(appendedAtMs(id))
  })

  it('fills its days, and ends before the present begins', () => {
    expect(started).toHaveLength(conversations)
    expect(started[0]!).toBeLessThan(beginMs + 3 * dayMs)
    expect(started.at(-1)!).toBeGreaterThan(options.until.getTime() - 2 * dayMs)
    expect(appendedAtMs(entries.at(-1)!.id)).toBeLessThan(options.until.getTime())
  })

  it('grows, and keeps the week and the hours of people', () => {
    const half = started.filter((atMs) => atMs < beginMs + (options.days / 2) * dayMs).length
    expect(conversations - half).toBeGreaterThan(half * 1.3)
    const clock = new Intl.DateTimeFormat('en-AU', {
      timeZone: options.timeZone,
      weekday: 'short',
      hour: 'numeric',
      hourCycle: 'h23',
    })
    const parts = started.map((atMs) => clock.format(atMs))
    const weekend = parts.filter((part) => /Sat|Sun/.test(part)).length
    expect(weekend / 2).toBeLessThan(((conversations - weekend) / 5) * 0.85)
    const night = parts.filter((part) => /\b0[0-5]$/.test(part)).length
    expect(night).toBeLessThan(conversations / 20)
  })

  it('lets decisions take their time, and some be revised', () => {
    const courses = [...decisions.values()].map((all) =>
      all.map(({ decision }) => decision).join(' '),
    )
    for (const course of [
      'APPROVED',
      'DECLINED',
      'WITHDRAWN',
      'PENDING APPROVED',
      'DECLINED PENDING APPROVED',
      'APPROVED WITHDRAWN',
    ])
      expect(courses).toContain(course)
    const reviews = [...decisions.values()].filter(([first]) => first!.decision === 'PENDING')
    const waits = reviews.map(([first, second]) => (second?.atMs ?? first!.atMs) - first!.atMs)
    expect(Math.max(...waits)).toBeGreaterThan(3_600_000)
  })

  it('lets its customers come again in what is played after it', () => {
    const ids = new Set(former.map(({ customerId }) => customerId))
    const simulation = createSimulation({
      ...{ seed: 'present', conversations: 40, startAt: options.until },
      former,
    })
    const seen = Array.from({ length: 3_000 }, () => simulation.next().value!.fields)
    expect(seen.some(({ uid }) => uid !== undefined && ids.has(uid))).toBe(true)
  })
})
