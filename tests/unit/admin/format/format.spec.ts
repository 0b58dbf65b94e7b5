import { describe, expect, it } from 'vitest'

import { formatAddress } from '@/admin/format/address'
import { extrasOf } from '@/admin/format/extras'
import { describeFee } from '@/admin/format/fee'
import { formatExactMoney, formatMoney } from '@/admin/format/money'
import { nameOf, speakerOf } from '@/admin/format/names'
import { toNotices } from '@/admin/format/notices'
import { progressOf } from '@/admin/format/progress'
import { countByGroup, describeStatus, groupOfStatus, standingOf } from '@/admin/format/status'
import {
  humanise,
  maskNumber,
  shorten,
  toVisibleParts,
  toVisibleText,
  wordsOf,
} from '@/admin/format/text'
import { formatAgo, formatCalendarDay, formatElapsed, toMilliseconds } from '@/admin/format/time'

describe('money', () => {
  it('is Australian and shows cents only where there are some', () => {
    expect(formatMoney(4200)).toBe('$4,200')
    expect(formatMoney(4200.5)).toBe('$4,200.50')
    expect(formatExactMoney(4200)).toBe('$4,200.00')
    expect(formatMoney(0)).toBe('$0')
  })

  it('is a dash where there is none', () => {
    expect(formatMoney(null)).toBe('–')
    expect(formatExactMoney(undefined)).toBe('–')
  })
})

describe('relative time', () => {
  const now = Date.parse('2026-11-22T10:00:00Z')

  it.each([
    [0, 'now'],
    [12_000, '12 s'],
    [95_000, '1 m'],
    [3 * 3_600_000, '3 h'],
    [50 * 3_600_000, '2 d'],
  ])('%i ms ago is %s', (age, text) => {
    expect(formatElapsed(now - age, now)).toBe(text)
  })

  it('becomes the date after a week', () => {
    expect(formatAgo(now - 6 * 86_400_000, now)).toBe('6 d ago')
    expect(formatAgo(now - 10 * 86_400_000, now)).toBe('12 Nov 2026')
  })

  it('treats a moment that this clock has not reached as now', () => {
    expect(formatAgo(now + 30_000, now)).toBe('now')
  })

  it('is empty where there is no moment', () => {
    expect(formatAgo(undefined, now)).toBe('')
    expect(formatAgo('no date', now)).toBe('')
    expect(toMilliseconds('')).toBeUndefined()
  })

  it('shows a calendar day as that day in every time zone', () => {
    expect(formatCalendarDay('1990-05-17T00:00:00.000Z')).toBe('17 May 1990')
  })
})

describe('text from outside', () => {
  it('shows direction overrides and control characters by their code', () => {
    expect(toVisibleParts('a\u202eb\u0000')).toEqual([
      { kind: 'text', text: 'a' },
      { kind: 'control', code: 'U+202E' },
      { kind: 'text', text: 'b' },
      { kind: 'control', code: 'U+0000' },
    ])
    expect(toVisibleText('a\u202eb')).toBe('a[U+202E]b')
  })

  it('leaves line breaks, emoji sequences and every script alone', () => {
    const text = 'Γειά\nשלום\t👩‍👩‍👧 日本語 नमस्ते'
    expect(toVisibleText(text)).toBe(text)
  })

  it('keeps markup as the text that it is', () => {
    expect(toVisibleText('<img src=x onerror=alert(1)>')).toBe('<img src=x onerror=alert(1)>')
  })

  it.each([
    ['fraud_check', 'Fraud check'],
    ['fraudCheck', 'Fraud check'],
    ['DRIVERS_LICENCE', 'Drivers licence'],
    ['collect-expenses', 'Collect expenses'],
    ['', ''],
  ])('reads %s as words', (name, words) => {
    expect(humanise(name)).toBe(words)
  })

  it.each([
    ['collect_name', 'collect name'],
    ['MANUAL_REVIEW', 'manual review'],
    ['low', 'low'],
    ['R14', 'R14'],
    ['a sentence_with more', 'a sentence_with more'],
  ])('reads the constant %s as %s', (constant, words) => {
    expect(wordsOf(constant)).toBe(words)
  })

  it('shortens a text to one line, at a word and with whole characters', () => {
    expect(shorten('Short\n enough')).toBe('Short enough')
    expect(shorten('What is your full name, please?', 20)).toBe('What is your full…')
    expect(shorten('👋'.repeat(9), 4)).toBe('👋👋👋👋…')
  })

  it('hides all but the end of a document number', () => {
    expect(maskNumber('PA1234567')).toBe('••••••567')
    expect(maskNumber('2345 67')).toBe('•••• 67')
    expect(maskNumber('12')).toBe('•2')
  })
})

describe('names', () => {
  const conversation = { id: 'c1', conversationId: 'conv/1', status: 'active' }

  it('falls back from the name to the customer’s own id to the conversation’s', () => {
    expect(nameOf({ ...conversation, customerName: 'Ana', customerId: 'x' })).toBe('Ana')
    expect(nameOf({ ...conversation, customerName: ' ', customerId: 'cust~2F9' })).toBe('cust/9')
    expect(nameOf(conversation)).toBe('conv/1')
  })

  it('names the sides of the conversation, and strangers as sent', () => {
    expect(['customer', 'assistant', 'system'].map(speakerOf)).toEqual([
      'Customer',
      'Broker',
      'system',
    ])
  })
})

describe('status', () => {
  it('shows a value that is not known raw', () => {
    expect(describeStatus('on_holiday')).toEqual({ label: 'on_holiday', tone: 'none' })
  })

  it('counts both ends as ended, and a stranger by itself', () => {
    expect(groupOfStatus('hard_end').key).toBe('ended')
    const counts = countByGroup(['active', 'soft_end', 'hard_end', 'on_holiday', 'active'])
    expect(counts.map(({ count, label }) => `${label} ${count}`)).toEqual([
      'Active 2',
      'Ended 2',
      'on_holiday 1',
    ])
  })

  it.each([
    ['approved', 'soft_end', 'approved'],
    ['declined', 'hard_end', 'declined'],
    ['withdrawn', 'active', 'withdrawn'],
    ['pending', 'soft_end', 'soft_end'],
    ['on_hold', 'active', 'active'],
    [null, 'paused', 'paused'],
    [undefined, 'approved', 'approved'],
  ])('with the outcome %s and the status %s, a conversation stands as %s', (...given) => {
    const [outcome, status, standing] = given
    expect(standingOf({ outcome, status })).toBe(standing)
  })

  it('keeps the selected group where nothing is in it, a stranger included', () => {
    expect(countByGroup([], 'withdrawn').map(({ label }) => label)).toEqual(['Active', 'Withdrawn'])
    expect(countByGroup(['active'], 'raw:on_holiday')).toMatchObject([
      { key: 'active', count: 1 },
      { key: 'raw:on_holiday', label: 'on_holiday', count: 0 },
    ])
  })

  it('keeps the active group where nothing is active', () => {
    expect(countByGroup([])).toMatchObject([{ key: 'active', count: 0 }])
  })
})

describe('progress', () => {
  const stages = [
    { stageName: 'intake', complete: true },
    { stageName: 'identity', complete: false },
    { stageName: 'decision', complete: false },
  ]

  it('counts the current stage from one', () => {
    expect(progressOf({ currentProcessStage: 'identity', stages })).toMatchObject({
      stage: 'Identity',
      position: 2,
      total: 3,
      marks: [{ state: 'done' }, { state: 'current' }, { state: 'open' }],
    })
  })

  it('takes the first open stage where the current one is not named', () => {
    expect(progressOf({ currentProcessStage: null, stages })).toMatchObject({
      stage: 'Identity',
      position: 2,
    })
  })

  it('is at the end when every stage is complete', () => {
    const done = stages.map((stage) => ({ ...stage, complete: true }))
    expect(progressOf({ currentProcessStage: 'decision', stages: done })).toMatchObject({
      position: 3,
      marks: [{ state: 'done' }, { state: 'done' }, { state: 'done' }],
    })
    expect(progressOf({ stages: done })).toMatchObject({ position: 3, stage: 'Decision' })
  })

  it('is nothing where nothing is known', () => {
    expect(progressOf({ stages: [] })).toEqual({ stage: '', position: 0, total: 0, marks: [] })
  })
})

describe('the noticeboard', () => {
  const note = (id: string, agentName: string, content: string, versions: string[] = []) => ({
    id,
    agentName,
    content,
    timestamp: null,
    versions: versions.map((text) => ({ content: text })),
  })

  it('makes one note of each agent, the one that changed last first', () => {
    const notices = toNotices([
      note('1-0', 'fraud', 'old'),
      note('2-0', 'serviceability', 'waiting'),
      note('10-0', 'fraud', 'new'),
    ])
    expect(notices.map(({ agentName, latest }) => [agentName, latest.content])).toEqual([
      ['fraud', 'new'],
      ['serviceability', 'waiting'],
    ])
    expect(notices[0]!.earlier.map(({ content }) => content)).toEqual(['old'])
  })

  it('tells each earlier text once, whether an entry or a version brought it', () => {
    const [notice] = toNotices([
      note('1-0', 'fraud', 'first'),
      note('2-0', 'fraud', 'third', ['first', 'second']),
    ])
    expect(notice!.earlier.map(({ content }) => content)).toEqual(['second', 'first'])
  })
})

describe('small things', () => {
  it('shows an address in one line and takes Australia for granted', () => {
    expect(
      formatAddress({
        street: '1 High St',
        city: 'Sydney',
        state: 'NSW',
        postcode: '2000',
        country: 'Australia',
      }),
    ).toBe('1 High St, Sydney NSW 2000')
    expect(formatAddress({ city: 'Perth', country: 'Scotland' })).toBe('Perth, Scotland')
    expect(formatAddress({ country: 'Australia' })).toBe('')
    expect(formatAddress(null)).toBe('')
  })

  it('tells a fee’s share of the amount', () => {
    expect(describeFee({ loanAmount: 5000, loanFee: 250 })).toBe('Fee (5 %)')
    expect(describeFee({ loanAmount: 0, loanFee: 250 })).toBe('Fee')
  })

  it('shows short single values as chips and everything else as a tree', () => {
    const { chips, trees } = extrasOf({
      amount: 5000,
      agreed: true,
      list: [1],
      long: 'x'.repeat(90),
    })
    expect(chips).toEqual([
      { name: 'amount', value: '5000' },
      { name: 'agreed', value: 'true' },
    ])
    expect(trees.map(({ name }) => name)).toEqual(['list', 'long'])
    expect(extrasOf(null)).toEqual({ chips: [], trees: [] })
    expect(extrasOf({})).toEqual({ chips: [], trees: [] })
  })
})
