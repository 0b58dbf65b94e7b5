import { describe, expect, it } from 'vitest'

import { formatClockExactly } from '@/admin/format/time'
import { describeTruth, isQuiet, remarksOn, type TruthInput } from '@/admin/format/truth'
import type { LiveStatus } from '@/realtime/liveStatus'

const atMs = Date.now()
const completeTo = `${atMs - 300}-0`
const clock = formatClockExactly(atMs - 300)

const status = (changed: Partial<LiveStatus> = {}): LiveStatus => ({
  atMs,
  completeTo,
  behindEvents: 0,
  isBehindAtLeast: false,
  waitingMs: 0,
  position: '5-0',
  overall: 'healthy',
  findings: [],
  parked: 0,
  drifted: 0,
  lost: 0,
  isRebuilding: false,
  ...changed,
})

const truth = (changed: Partial<TruthInput> = {}) =>
  describeTruth({
    connection: 'live',
    sinceMs: atMs,
    hasCaughtUp: false,
    status: status(),
    isFresh: true,
    ...changed,
  })

describe('the truth line', () => {
  it('says up to when nothing is missing', () => {
    expect(truth()).toEqual({ label: 'Live', detail: `complete to ${clock}`, tone: 'ok' })
    expect(clock).toMatch(/^\d\d:\d\d:\d\d\.\d{3}$/)
  })

  it('names the day where the latest event is of another one', () => {
    expect(formatClockExactly('2026-11-20T02:00:00Z', Date.parse('2026-11-22T02:00:00Z'))).toMatch(
      /^20 Nov 2026, \d\d:\d\d:00\.000$/,
    )
  })

  it('promises nothing before the first answer', () => {
    expect(truth({ status: undefined })).toEqual({ label: 'Live', detail: '', tone: 'none' })
  })

  it('takes what has waited for a moment for being on its way, and more for being behind', () => {
    expect(truth({ status: status({ behindEvents: 37, waitingMs: 900 }) }).tone).toBe('ok')
    expect(truth({ status: status({ behindEvents: 37, waitingMs: 2_500 }) })).toEqual({
      label: 'Live',
      detail: `37 events behind, complete to ${clock}`,
      tone: 'warn',
    })
    expect(truth({ status: status({ behindEvents: 3_700, waitingMs: 60_000 }) })).toMatchObject({
      label: 'Catching up',
      detail: `3,700 events behind, complete to ${clock}`,
    })
    const uncounted = status({ behindEvents: 50, isBehindAtLeast: true, waitingMs: 9_000 })
    expect(truth({ status: uncounted }).detail).toMatch(/^50 events or more behind/)
  })

  it.each(['EVENTS_LOST', 'TRIMMED_UNREAD', 'MISSING_FROM_ARCHIVE'])(
    'does not say complete where %s',
    (code) => {
      const { detail, tone } = truth({ status: status({ findings: [code] }) })
      expect({ detail, tone }).toEqual({ detail: `read to ${clock}`, tone: 'warn' })
    },
  )

  it.each(['STALLED', 'WORKER_HUNG', 'GROUP_MISSING', 'NO_PRIMARY', 'ARCHIVE_UNREADABLE'])(
    'does not say live where %s',
    (code) => {
      const { label, tone } = truth({ status: status({ findings: [code] }), hasCaughtUp: true })
      expect(label).toMatch(/^Not live: /)
      expect(tone).toBe('warn')
    },
  )

  it('says that it does not know where no answer came, or Redis is away', () => {
    const stale = truth({ isFresh: false })
    expect(stale).toEqual({
      label: 'Live',
      detail: `whether anything is missing cannot be known now, it was complete to ${clock}`,
      tone: 'warn',
    })
    const { atMs: _, completeTo: __, ...away } = status()
    expect(truth({ status: away }).detail).toBe('whether anything is missing cannot be known now')
  })

  it('says that a server has just started, and what is wrong where that is known', () => {
    const starting = (changed: Partial<LiveStatus> = {}) =>
      truth({ status: status({ findings: ['STARTING'], overall: 'degraded', ...changed }) })
    const detail = 'whether anything is missing is not known yet'
    expect(starting()).toEqual({
      label: 'Starting',
      detail: `${detail}, it was complete to ${clock}`,
      tone: 'none',
    })
    expect(starting({ completeTo: undefined, atMs: undefined }).detail).toBe(detail)
    expect(starting({ findings: ['STARTING', 'NO_PRIMARY'] }).label).toMatch(/^Not live: /)
  })

  it('keeps what it knew while the connection is lost', () => {
    const { detail, label, tone } = truth({ connection: 'reconnecting' })
    expect(label).toMatch(/^Reconnecting since /)
    expect(detail).toBe(`what you see stays; it is complete to ${clock}`)
    expect(tone).toBe('warn')
  })

  it('does not say live, but what to do, where the user has too many live screens', () => {
    const { detail, label, tone } = truth({ connection: 'overLimit' })
    expect(label).toBe('Not live: too many live screens')
    expect(detail).toBe(
      `close one of your account elsewhere, and this one goes on; what you see stays; it is complete to ${clock}`,
    )
    expect(tone).toBe('warn')
  })

  it('knows a quiet ledger from one that is late', () => {
    const old = `${atMs - 60_000}-0`
    expect(isQuiet(status({ completeTo: old }))).toBe(true)
    expect(isQuiet(status({ completeTo: old, behindEvents: 1, waitingMs: 50_000 }))).toBe(false)
    expect(isQuiet(status())).toBe(false)
  })

  it('remarks on what is amiss', () => {
    expect(remarksOn(status())).toEqual([])
    expect(
      remarksOn(
        status({
          lost: 40,
          drifted: 1,
          isRebuilding: true,
          findings: ['EVENTS_LOST', 'TRIMMED_UNREAD', 'DRIFT', 'MISSING_FROM_ARCHIVE'],
        }),
      ),
    ).toEqual([
      '40 events lost in the last day',
      'events are missing from the archive',
      '1 document differs from the ledger',
      'rebuilding',
    ])
  })
})
