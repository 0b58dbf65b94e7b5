import { describe, expect, it } from 'vitest'

import { summariseAssessment, toneOf } from '@/admin/format/risk'

describe('summariseAssessment', () => {
  it('says that a check has not run', () => {
    expect(summariseAssessment(undefined)).toMatchObject({
      hasRun: false,
      label: '–',
      tone: 'none',
    })
    expect(summariseAssessment(null)).toMatchObject({ hasRun: false })
  })

  it.each([
    [{ risk_level: 'low', score: 12 }, 'low', 'ok', '12'],
    [{ riskLevel: 'HIGH' }, 'high', 'bad', undefined],
    [{ result: 'PASS' }, 'pass', 'ok', undefined],
    [{ status: 'manual_review' }, 'manual review', 'warn', undefined],
    [{ decision: 'declined', score: '71' }, 'declined', 'bad', '71'],
    [{ score: 3 }, 'score 3', 'none', '3'],
    [{ something: 'else' }, 'done', 'none', undefined],
    [{ assessment: { risk_level: 'medium' } }, 'medium', 'warn', undefined],
  ])('reads %j', (assessment, label, tone, score) => {
    const summary = summariseAssessment(assessment)
    expect(summary).toMatchObject({ hasRun: true, label, tone })
    expect(summary.score).toBe(score)
  })

  it('lets the graver of level and verdict colour the mark, and shows both', () => {
    expect(summariseAssessment({ risk_level: 'low', decision: 'refer' })).toMatchObject({
      label: 'low · refer',
      tone: 'warn',
    })
  })

  it('leaves the verdict out of a glance where it says the same as the level', () => {
    expect(summariseAssessment({ risk_level: 'LOW', result: 'PASS' })).toMatchObject({
      label: 'low · pass',
      short: 'low',
    })
    expect(summariseAssessment({ risk_level: 'low', result: 'refer' }).short).toBe('low · refer')
    expect(summariseAssessment({ result: 'pass' }).short).toBe('pass')
    expect(summariseAssessment({ result: 'purple' }).short).toBe('purple')
  })

  it('reads monthly figures, sent as numbers or as text, at the top or one level below', () => {
    expect(
      summariseAssessment({ result: 'pass', monthly: { income: '4,658.00', expenses: 4046 } }),
    ).toMatchObject({ income: 4658, expenses: 4046 })
  })

  it('reads reasons and rules in their usual shapes', () => {
    const { reasons, rules } = summariseAssessment({
      reasons: ['one', { code: 'R2' }, { description: 'three' }],
      rules: [{ name: 'Age', passed: true }, { rule: 'Income', result: 'fail' }, 'plain'],
    })
    expect(reasons).toEqual(['one', 'R2', 'three'])
    expect(rules).toEqual([
      { name: 'Age', outcome: 'passed', tone: 'ok' },
      { name: 'Income', outcome: 'fail', tone: 'bad' },
      { name: 'plain', tone: 'none' },
    ])
  })

  it('leaves everything that it did not say for the tree, and nothing twice', () => {
    const { rest } = summariseAssessment({
      risk_level: 'low',
      provider: 'acme',
      details: { score: 9, bureau: { hits: 0 } },
    })
    expect(rest).toEqual({ provider: 'acme', details: { bureau: { hits: 0 } } })
  })

  it('survives what is no object at all', () => {
    expect(summariseAssessment('approved')).toMatchObject({ hasRun: true, label: 'approved' })
    expect(summariseAssessment([1, 2])).toMatchObject({ hasRun: true, label: 'done' })
  })
})

describe('toneOf', () => {
  it.each([
    ['not approved', 'bad'],
    ['unverified', 'bad'],
    ['insufficient income', 'bad'],
    ['very_high', 'bad'],
    ['needs review', 'warn'],
    ['Cleared', 'ok'],
    ['NONE', 'ok'],
    ['purple', 'none'],
    [undefined, 'none'],
  ])('feels %s as %s', (word, tone) => {
    expect(toneOf(word)).toBe(tone)
  })

  it.each([
    [0.8234567, '0.82'],
    ['0.999', '1'],
    [12, '12'],
    ['A+', 'A+'],
    [0.5, '0.5'],
  ])('tells the score %s as %s', (score, shown) => {
    expect(summariseAssessment({ score }).score).toBe(shown)
  })
})
