import { randomUUID } from 'node:crypto'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { databaseOf } from '@/queries/database'

import { bootApp, type TestApp } from '../../support/app'
import { makeYearOfBusiness, storeYearOfBusiness } from '../../support/yearOfBusiness'

const timeZone = 'Australia/Sydney'
const now = new Date('2026-11-23T03:00:00.000Z')
const paths = [
  '/api/business/summary',
  '/api/business/behind?behind=started',
  '/api/business/export',
  '/api/business/export?behind=started',
]

let app: TestApp
let token: string

beforeAll(async () => {
  const { answerSummary } = await import('@/api/business/summary')
  const { answerBehind } = await import('@/api/business/behind')
  const { answerExport } = await import('@/api/business/export')
  app = await bootApp((payload) => {
    const parts = { payload, timeZone, now: () => now }
    return {
      '/api/business/summary': (request) => answerSummary(request, parts),
      '/api/business/behind': (request) => answerBehind(request, parts),
      '/api/business/export': (request) => answerExport(request, parts),
    }
  })
  ;({ token } = await app.login('supervisor'))
  await storeYearOfBusiness(
    databaseOf(app.payload),
    makeYearOfBusiness({ conversations: 400, days: 60, seed: 'api', timeZone, until: now }),
  )
})

afterAll(() => app.close())

const trail = () =>
  databaseOf(app.payload).collection('audit-events').find({ action: 'business.exported' }).toArray()

describe('the business routes', () => {
  it('answer staff alone: nobody, no role, portal servers and other sites get nothing', async () => {
    const { token: withoutRole } = await app.login(null)
    const apiKey = randomUUID()
    await app.payload.create({
      collection: 'portal-clients',
      data: { name: 'portal', enableAPIKey: true, apiKey } as never,
    })
    for (const path of paths) {
      const nobody = await app.request('GET', path)
      expect([nobody.status, nobody.body.errors[0].code], path).toEqual([401, 'UNAUTHENTICATED'])
      const roleless = await app.request('GET', path, { token: withoutRole })
      expect([roleless.status, roleless.body.errors[0].code], path).toEqual([403, 'FORBIDDEN'])
      const portal = await app.request('GET', path, {
        headers: { Authorization: `portal-clients API-Key ${apiKey}` },
      })
      expect([401, 403], path).toContain(portal.status)
      expect(portal.body.errors[0].message).toEqual(expect.any(String))
      const foreign = await app.request('GET', path, {
        headers: { Cookie: `payload-token=${token}`, Origin: 'https://elsewhere.example' },
      })
      expect(foreign.status, path).toBe(401)
      expect((await app.request('GET', path, { token })).status, path).toBe(200)
    }
  })

  it('say what is wrong with a question', async () => {
    const wrong = [
      'from=2026-01-01',
      'from=2026-02-30&to=2026-03-01',
      'from=2026-03-02&to=2026-03-01',
      'from=2027-01-01&to=2027-01-02',
      'from=2020-01-01&to=2026-01-01',
      'from=2025-01-01&to=2026-11-01&by=day',
      'period=7d&from=2026-01-01&to=2026-01-02',
      'outcome=perhaps',
      'amountFrom=9&amountTo=1',
      'amountFrom[$gt]=0',
      'period=7d&period=30d',
      'unknown=1',
    ]
    for (const query of wrong) {
      const { body, status } = await app.request('GET', `/api/business/summary?${query}`, { token })
      expect([status, body.errors?.[0].code], query).toEqual([400, 'INVALID_REQUEST'])
    }
    for (const query of ['behind=everything', 'behind=reached-stage', 'behind=started&cursor=x'])
      expect(
        (await app.request('GET', `/api/business/behind?${query}`, { token })).status,
        query,
      ).toBe(400)
  })

  it('end a period today, and page what is behind a number', async () => {
    const { body } = await app.request(
      'GET',
      '/api/business/summary?from=2026-11-01&to=2026-12-31',
      { token },
    )
    expect(body.period).toMatchObject({ from: '2026-11-01', to: '2026-11-23', isOpen: true })
    expect(body.choices.stages[0]).toBe('intake')
    const first = await app.request(
      'GET',
      '/api/business/behind?behind=started&from=2026-11-01&to=2026-11-23&limit=500',
      { token },
    )
    expect(first.body.rows).toHaveLength(50)
    expect(body.period.numbers.conversationsStarted).toBeGreaterThan(50)
    expect(first.body.nextCursor).toEqual(expect.any(String))
  })
})

describe('an export', () => {
  it('is a file with the same numbers, in the trail under the name of who took it', async () => {
    const { body: summary } = await app.request('GET', '/api/business/summary?period=7d', { token })
    const before = (await trail()).length
    const { body, headers } = await app.request('GET', '/api/business/export?period=7d', { token })
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(headers.get('content-disposition')).toContain(
      'business-numbers-2026-11-17-to-2026-11-23',
    )
    const lines = String(body).trimEnd().split('\r\n')
    expect(lines).toHaveLength(1 + 2 * 7 + 2)
    const [part, from, to, started] = lines.at(-2)!.split(',')
    expect([part, from, to]).toEqual(['whole period', '2026-11-17', '2026-11-23'])
    expect(Number(started)).toBe(summary.period.numbers.conversationsStarted)
    const events = await trail()
    expect(events).toHaveLength(before + 1)
    expect(events.at(-1)).toMatchObject({
      actor: expect.stringContaining('@example.com'),
      subject: 'daily-metrics',
      details: { period: '7d', from: '2026-11-17', to: '2026-11-23' },
    })
  })

  it('lists every conversation behind a number, and no formula', async () => {
    const query = 'behind=started&period=30d'
    const { body: summary } = await app.request('GET', '/api/business/summary?period=30d', {
      token,
    })
    const { body } = await app.request('GET', `/api/business/export?${query}`, { token })
    const lines = String(body).trimEnd().split('\r\n')
    expect(lines.length - 1).toBe(summary.period.numbers.conversationsStarted)
    const formulas = lines.filter((line) => line.includes('SUM('))
    expect(formulas.length).toBeGreaterThan(0)
    for (const line of formulas) expect(line).toContain(",'=SUM(A1:A9),")
    expect((await trail()).at(-1)).toMatchObject({
      subject: 'conversation-stats',
      details: { behind: 'started' },
    })
  })
})
