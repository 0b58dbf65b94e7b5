import { describe, expect, it } from 'vitest'

import {
  createPast,
  createSimulation,
  defaultStartAt,
  generateEvents,
  withRubbish,
} from '@/simulator'

type Fields = Record<string, string>
type Json = Record<string, unknown>

const isText = (value: unknown) => value === undefined || typeof value === 'string'
const isFlag = (value: unknown) => value === undefined || typeof value === 'boolean'
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isNumber = (value: unknown) => value === undefined || /^\d+(\.\d+)?$/.test(String(value))
const isTime = (value: unknown) =>
  typeof value === 'string' && new Date(value).toISOString() === value

/** The rules of the stream, written a second time so that the simulator is not its own judge. */
const breaches = (event: Fields): string[] => {
  if (event.agt !== 'broker') return []
  const problems: string[] = []
  const must = (isKept: boolean, rule: string) =>
    void (isKept || problems.push(`${event.typ}: ${rule}`))
  must(Boolean(event.cid && event.aid && event.uid), 'ids')
  must(/^\d+$/.test(event.seq!), 'seq')
  must(isTime(event.tsp), 'tsp')
  const dat: unknown = JSON.parse(event.dat!)
  must(isObject(dat), 'dat is an object')
  rules[event.typ!]?.(dat as Json, must)
  return problems
}

const utterance = (dat: Json, must: (isKept: boolean, rule: string) => void) => {
  const text = dat.utterance ?? dat.u
  must(
    typeof text === 'string' && text.trim() !== '' && !/[{}]|undefined|NaN/.test(text),
    `text ${String(text)}`,
  )
  must(isText(dat.rationale ?? dat.r) && isText(dat.answer_input_type ?? dat.a), 'texts')
  must(isFlag(dat.end_conversation ?? dat.e), 'end')
  must(isObject(dat.additional_data ?? dat.d ?? {}), 'additional data')
}

const rules: Record<string, (dat: Json, must: (isKept: boolean, rule: string) => void) => void> = {
  user_input: utterance,
  assistant_response: (dat, must) => {
    utterance(dat, must)
    must(String(dat.rationale ?? dat.r ?? '') !== '', 'rationale')
  },
  applicationDetail_changed: (dat, must) => {
    for (const key of ['loanAmount', 'loanFee', 'loanTotalPayable', 'loanTerm'])
      must(isNumber(dat[key]), key)
    for (const key of ['customerAttestationAcceptance', 'statementCaptureConsentProvided'])
      must(isFlag(dat[key]), key)
    if (dat.customer) must(isText((dat.customer as Json).first_name), 'customer')
    const process = dat.applicationProcess as Json | undefined
    if (process) must((process.applicationProcessState as unknown[]).length === 7, 'stages')
    if (process) must(isTime(process.startedAt) && isTime(process.updatedAt), 'process times')
  },
  noticeboard_updated: (dat, must) => {
    must(['identity', 'serviceability', 'fraud'].includes(String(dat.agentName)), 'agent')
    must(typeof dat.content === 'string' && !/[{}]/.test(dat.content), 'content')
    for (const version of dat.versions as Json[])
      must(typeof version.content === 'string' && isTime(version.timestamp), 'version')
  },
  final_decision: (dat, must) =>
    must(/^(APPROVED|DECLINED|WITHDRAWN|PENDING)$/i.test(String(dat.decision)), 'decision'),
  conversation_summary: (dat, must) => {
    must(typeof dat.conversation_purpose === 'string', 'purpose')
    must(
      (dat.conversation_facts as unknown[]).every((fact) => typeof fact === 'string'),
      'facts',
    )
  },
}

describe('what the simulator writes', () => {
  const events = generateEvents({ seed: 'wire', conversations: 25, count: 20_000 })

  it('keeps the rules of every type', () => {
    expect(events.flatMap(breaches)).toEqual([])
  })

  it('keeps them in a past, too', () => {
    const { entries } = createPast({
      ...{ seed: 'wire', days: 40, until: defaultStartAt, timeZone: 'Australia/Sydney' },
    })
    expect(entries.length).toBeGreaterThan(5_000)
    expect(entries.flatMap(({ fields }) => breaches(fields))).toEqual([])
  })

  it('writes only text, under the names of the envelope', () => {
    const envelope = ['agt', 'typ', 'cid', 'aid', 'uid', 'seq', 'tsp', 'dat']
    const strange = events
      .flatMap((event) => Object.entries(event))
      .filter(([name, value]) => !envelope.includes(name) || typeof value !== 'string')
    expect(strange).toEqual([])
  })

  it('uses long and short keys, scripts beyond Latin, revised notes and changed amounts', () => {
    const all = events.map(({ dat }) => dat).join('\n')
    for (const part of [
      '"utterance":',
      '"u":',
      '"rationale":',
      '"r":',
      '"risk_level":',
      '"riskLevel":',
    ])
      expect(all).toContain(part)
    expect(all).toMatch(/\p{Script=Greek}/u)
    expect(all).toMatch(/\p{Script=Arabic}/u)
    expect(all).toMatch(/\p{Extended_Pictographic}/u)
    expect(all).toMatch(/"versions":\[\{/)
    expect(all).toMatch(/Amount changed to \$/)
  })

  it('breaks rules only when rubbish is asked for, and leaves the rest as it was', () => {
    const simulation = createSimulation({ seed: 5, conversations: 10, startAt: defaultStartAt })
    const mixed = withRubbish({ simulation, fraction: 0.2, seed: 5 })
    const read = Array.from({ length: 2_000 }, () => mixed.next().value!.fields)
    const clean = new Set(
      generateEvents({ seed: 5, conversations: 10, count: 2_000 }).map((event) =>
        JSON.stringify(event),
      ),
    )
    const rubbish = read.filter((event) => !clean.has(JSON.stringify(event)))
    expect(rubbish.length).toBeGreaterThan(200)
    expect(rubbish.length).toBeLessThan(500)
    expect(rubbish.some(({ dat }) => dat === 'not json at all')).toBe(true)
  })
})
