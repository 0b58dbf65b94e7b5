import { describe, expect, it } from 'vitest'

import { evaluate } from '@/ops/health/evaluate'
import type {
  ArchiveFacts,
  GroupFacts,
  HealthFacts,
  LedgerFacts,
  SyncFacts,
} from '@/ops/health/facts'
import { emptyMemory, type HealthThresholds } from '@/ops/health/memory'
import type { CheckName, HealthReport } from '@/ops/health/report'

const thresholds: HealthThresholds = {
  lagAlertEvents: 1_000,
  syncDifferenceEvents: 10,
  holdMs: 5_000,
  stallMs: 30_000,
  takeoverMs: 105_000,
  slowMs: 500,
  startMs: 4_000,
}

const answered = <T>(value: T, latencyMs = 1) => ({ isAnswered: true, value, latencyMs }) as const
const away = { isAnswered: false, code: 'NOT_CONNECTED' } as const
const late = { isAnswered: false, code: 'NO_ANSWER' } as const
type Unanswered = typeof away | typeof late

interface Scene extends Partial<Omit<HealthFacts, 'ledger' | 'archive' | 'sync'>> {
  group?: Partial<GroupFacts> | null
  ledger?: Partial<LedgerFacts> | Unanswered
  archive?: Partial<ArchiveFacts> | Unanswered
  sync?: Partial<SyncFacts> | Unanswered
}

/** All is done: 50 entries, all read, acknowledged and archived. */
const scene = ({
  archive = {},
  group = {},
  ledger = {},
  sync = {},
  ...rest
}: Scene): HealthFacts => ({
  atMs: 0,
  redis: answered(undefined),
  mongodb: answered({ isWritablePrimary: true }),
  ledger:
    'isAnswered' in ledger
      ? ledger
      : answered({
          nowMs: 60_000,
          length: 50,
          entriesAdded: 50,
          firstId: '1-0',
          acknowledgedHeadIds: ['1-0'],
          lostLastDay: 0,
          ...(group && {
            group: {
              lastDeliveredId: '50-0',
              pending: 0,
              lagEvents: 0,
              isLagAtLeast: false,
              entriesRead: 50,
              ...group,
            },
          }),
          ...ledger,
        }),
  archive:
    'isAnswered' in archive
      ? archive
      : answered({
          greatestId: '50-0',
          missingIds: [],
          sampled: 1,
          parkedLastHour: 0,
          parked: 0,
          drifted: 0,
          ...archive,
        }),
  sync:
    'isAnswered' in sync
      ? sync
      : answered({
          lastGeneratedId: '50-9',
          entriesAfterArchive: 0,
          isAtLeast: false,
          ...sync,
        }),
  isProcessingEnabled: true,
  worker: { consumer: 'payload-worker-1', isRunning: true },
  ...rest,
})

/** Evaluates one scene after another. @returns the last report */
const after = (...scenes: Scene[]): HealthReport => {
  let memory = emptyMemory
  let report: HealthReport | undefined
  for (const each of scenes) ({ memory, report } = evaluate(scene(each), memory, thresholds))
  return report!
}

const codes = (report: HealthReport, name: CheckName): string[] =>
  report.checks[name].findings.map(({ code }) => code)

const here = { consumer: 'payload-worker-1', isRunning: true }
const pendingHere = { id: '40-0', consumer: 'payload-worker-1', idleMs: 10 }
const pendingElsewhere = { id: '40-0', consumer: 'payload-worker-2', idleMs: 10 }

describe('the verdict', () => {
  it('is healthy where everything answers and nothing waits', () => {
    const report = after({})
    expect(report.overall).toBe('healthy')
    expect(Object.keys(report.checks)).toEqual([
      'redis',
      'mongodb',
      'event_processing',
      'projections_sync',
    ])
  })

  it.each<[string, Scene, CheckName, string]>([
    ['Redis is away', { redis: away, ledger: away, sync: away }, 'redis', 'NOT_CONNECTED'],
    ['MongoDB is away', { mongodb: away, archive: away, sync: away }, 'mongodb', 'NOT_CONNECTED'],
    [
      'there is no primary',
      { mongodb: answered({ isWritablePrimary: false }) },
      'mongodb',
      'NO_PRIMARY',
    ],
    [
      'the worker ended',
      { worker: { consumer: 'payload-worker-1', isRunning: false } },
      'event_processing',
      'WORKER_STOPPED',
    ],
    [
      'a projection refuses everything',
      { worker: { ...here, breakers: { mongodb: 'closed', 'projection:customers': 'open' } } },
      'event_processing',
      'BREAKER_OPEN',
    ],
    [
      'the worker gives no sign while a batch is under way',
      {
        atMs: 60_001,
        worker: { ...here, batchStartedAt: new Date(10_000), lastSignAt: new Date(30_000) },
      },
      'event_processing',
      'WORKER_HUNG',
    ],
    ['the ledger cannot be read', { ledger: away }, 'event_processing', 'LEDGER_UNREADABLE'],
    ['the archive cannot be read', { archive: away }, 'projections_sync', 'ARCHIVE_UNREADABLE'],
  ])('is unhealthy at once where %s', (_, facts, name, code) => {
    const report = after(facts)
    expect(report.overall).toBe('unhealthy')
    expect(codes(report, name)).toEqual([code])
  })

  it.each<[string, Scene, CheckName[]]>([
    ['Redis', { redis: late }, ['redis']],
    ['MongoDB', { mongodb: late, archive: away, sync: away }, ['mongodb', 'projections_sync']],
    ['the ledger', { ledger: late, sync: away }, ['event_processing', 'projections_sync']],
    ['the archive', { archive: late, sync: away }, ['projections_sync']],
    ['the difference', { sync: late }, ['projections_sync']],
  ])('knows of %s nothing yet in a new process, for a few seconds', (_, facts, names) => {
    const isStarting = (report: HealthReport): boolean =>
      names.every((name) => codes(report, name).join() === 'STARTING')
    const first = after(facts)
    expect(isStarting(first)).toBe(true)
    expect(first.overall).toBe('degraded')
    expect(isStarting(after(facts, { ...facts, atMs: 3_999 }))).toBe(true)
    expect(after(facts, { ...facts, atMs: 4_000 }).overall).toBe('unhealthy')
    expect(after(facts, { ...facts, atMs: -1 }).overall).toBe('unhealthy')
    expect(after(facts, { atMs: 1_000 }).overall).toBe('healthy')
    expect(after({}, { ...facts, atMs: 1_000 }).overall).toBe('unhealthy')
  })

  it('does not take what is known to be away for something that has just started', () => {
    const report = after({ mongodb: away, archive: late, sync: away })
    expect(report.overall).toBe('unhealthy')
    expect(codes(report, 'mongodb')).toEqual(['NOT_CONNECTED'])
  })

  it.each<[string, Scene, CheckName, string]>([
    ['events were lost', { ledger: { lostLastDay: 3 } }, 'event_processing', 'EVENTS_LOST'],
    ['documents drifted', { archive: { drifted: 2 } }, 'projections_sync', 'DRIFT'],
    [
      'numbers of the business could not be worked out',
      { archive: { analytics: { lagMs: 0, failures: 0, skipped: 1 } } },
      'projections_sync',
      'ANALYTICS_SKIPPED',
    ],
    [
      'an engine is only probed',
      { worker: { ...here, breakers: { mongodb: 'half-open', redis: 'closed' } } },
      'event_processing',
      'BREAKER_OPEN',
    ],
  ])('is degraded at once where %s', (_, facts, name, code) => {
    const report = after(facts)
    expect(report.overall).toBe('degraded')
    expect(codes(report, name)).toEqual([code])
  })

  it.each([
    ['lag for more than a minute', { lagMs: 60_001, failures: 0, skipped: 0 }, 'ANALYTICS_BEHIND'],
    ['fail again and again', { lagMs: 0, failures: 5, skipped: 0 }, 'ANALYTICS_FAILING'],
  ])('is degraded once the numbers of the business %s for a while', (_, analytics, code) => {
    const first = evaluate(scene({ archive: { analytics } }), emptyMemory, thresholds)
    expect(first.report.overall).toBe('healthy')
    expect(first.report.checks.projections_sync.watching).toEqual([code])
    const later = scene({ atMs: 5_000, archive: { analytics } })
    const { report } = evaluate(later, first.memory, thresholds)
    expect(codes(report, 'projections_sync')).toEqual([code])
    expect(report.overall).toBe('degraded')
  })

  it('says how many were lost and how many drifted', () => {
    const { checks } = after({ ledger: { lostLastDay: 3 }, archive: { drifted: 2 } })
    expect(checks.event_processing.findings[0]!.message).toContain('3 entries')
    expect(checks.projections_sync.findings[0]!.message).toContain('2 documents')
  })

  it('tells of a rebuild, which is no trouble', () => {
    const report = after({ archive: { rebuild: 7 } })
    expect(report.overall).toBe('healthy')
    expect(report.checks.projections_sync.details.rebuild).toBe(7)
  })

  it('lets a worker be that gives signs, however long its batch takes, and one that has none', () => {
    const atMs = 600_000
    const slow = { ...here, batchStartedAt: new Date(0), lastSignAt: new Date(580_000) }
    expect(after({ atMs, worker: slow }).overall).toBe('healthy')
    const idle = { ...here, lastSignAt: new Date(0) }
    expect(after({ atMs, worker: idle }).overall).toBe('healthy')
  })

  it('does not miss a worker where this process only serves', () => {
    const { overall } = evaluate(
      { ...scene({ isProcessingEnabled: false }), worker: undefined as never },
      emptyMemory,
      thresholds,
    ).report
    expect(overall).toBe('healthy')
  })

  it.each<[string, CheckName, string, 'degraded' | 'unhealthy', Scene]>([
    ['lag', 'event_processing', 'LAG', 'degraded', { group: { lagEvents: 1_000 } }],
    [
      'a worker that stands by',
      'event_processing',
      'STANDING_BY',
      'degraded',
      { worker: { ...here, standingBy: 'version 2 is live' } },
    ],
    ['a missing group', 'event_processing', 'GROUP_MISSING', 'unhealthy', { group: null }],
    [
      'an emptied stream',
      'event_processing',
      'GROUP_MISSING',
      'unhealthy',
      { group: null, ledger: { length: 0, entriesAdded: 0 }, isProcessingEnabled: false },
    ],
    [
      'a stream older than the archive',
      'event_processing',
      'LEDGER_OLDER_THAN_ARCHIVE',
      'degraded',
      { archive: { greatestId: '51-0' } },
    ],
    [
      'the archive behind',
      'projections_sync',
      'BEHIND',
      'degraded',
      { archive: { greatestId: '30-0' }, sync: { entriesAfterArchive: 20, excessId: '41-0' } },
    ],
    [
      'entries missing from the archive’s beginning',
      'projections_sync',
      'MISSING_FROM_ARCHIVE',
      'unhealthy',
      { archive: { missingIds: ['1-0'] } },
    ],
    [
      'acknowledged entries after the end of the archive',
      'projections_sync',
      'MISSING_FROM_ARCHIVE',
      'unhealthy',
      { archive: { greatestId: '45-0' }, sync: { entriesAfterArchive: 5, firstAfterId: '46-0' } },
    ],
    [
      'a slow engine',
      'mongodb',
      'MONGODB_SLOW',
      'degraded',
      { mongodb: answered({ isWritablePrimary: true }, 500) },
    ],
  ])('counts %s once it holds, and no flicker', (_, name, code, severity, facts) => {
    const once = after(facts)
    expect(once.overall).toBe('healthy')
    expect(once.checks[name].watching).toEqual([code])
    expect(after(facts, { ...facts, atMs: 4_999 }).overall).toBe('healthy')
    const held = after(facts, { ...facts, atMs: 5_000 })
    expect(held.checks[name].status).toBe(severity)
    expect(codes(held, name)).toEqual([code])
    expect(after(facts, { atMs: 3_000 }, { ...facts, atMs: 6_000 }).overall).toBe('healthy')
    const steps = [facts, { ...facts, atMs: 5_000 }, { atMs: 6_000 }] as const
    expect(after(...steps).overall).toBe(severity)
    expect(after(...steps, { atMs: 11_000 }).overall).toBe('healthy')
  })

  it('calls traffic no difference: other entries are behind each time', () => {
    const behind = (atMs: number, greatest: number): Scene => ({
      atMs,
      archive: { greatestId: `${greatest}-0` },
      sync: { entriesAfterArchive: 20, excessId: `${greatest + 11}-0` },
    })
    expect(after(behind(0, 10), behind(6_000, 30), behind(12_000, 50)).overall).toBe('healthy')
    const stuck = after(behind(0, 10), behind(6_000, 12))
    expect(codes(stuck, 'projections_sync')).toEqual(['BEHIND'])
  })

  it('lets pending entries after the end of the archive be: they are still being worked on', () => {
    const facts: Scene = {
      group: { pending: 5, oldestPending: { ...pendingHere, id: '46-0' } },
      archive: { greatestId: '45-0' },
      sync: { entriesAfterArchive: 5, firstAfterId: '46-0' },
    }
    expect(after(facts, { ...facts, atMs: 6_000 }).overall).toBe('healthy')
  })

  it.each<[string, Partial<GroupFacts>]>([
    ['pending entries and a lag of 0', { pending: 1, oldestPending: pendingHere }],
    ['undelivered entries', { lagEvents: 1, nextUndeliveredId: '50-0' }],
    ['undelivered entries that lag does not show', { lagEvents: 0, nextUndeliveredId: '50-0' }],
  ])('is unhealthy where %s make no progress', (_, group) => {
    expect(after({ group }, { group, atMs: 30_000 }).overall).toBe('healthy')
    const report = after({ group }, { group, atMs: 30_001 })
    expect(report.overall).toBe('unhealthy')
    expect(codes(report, 'event_processing')).toEqual(['STALLED'])
    const moving = after(
      { group },
      { group, atMs: 20_000, archive: { greatestId: '49-0' } },
      { group, atMs: 40_000, archive: { greatestId: '49-1' } },
    )
    expect(moving.overall).not.toBe('unhealthy')
  })

  it('gives a dead worker’s entries the time until they are taken over', () => {
    const group = { pending: 1, oldestPending: pendingElsewhere }
    const waiting = after({ group }, { group, atMs: 60_000 })
    expect(waiting.overall).toBe('degraded')
    expect(codes(waiting, 'event_processing')).toEqual(['PENDING_STUCK'])
    expect(after({ group }, { group, atMs: 105_001 }).overall).toBe('unhealthy')
  })

  it('says that one entry is stuck while others pass', () => {
    const group = { pending: 1, oldestPending: pendingHere }
    const report = after(
      { group },
      { group, atMs: 20_000, archive: { greatestId: '50-1' } },
      { group, atMs: 40_000, archive: { greatestId: '50-2' } },
    )
    expect(codes(report, 'event_processing')).toEqual(['PENDING_STUCK'])
  })

  it('does not take an outage that ended for a stall', () => {
    const group = { pending: 1, oldestPending: pendingHere }
    const report = after(
      { group },
      { group, atMs: 20_000, mongodb: away, archive: away, sync: away },
      { group, atMs: 40_000 },
    )
    expect(report.overall).toBe('healthy')
  })

  it('says that entries were removed before they were read', () => {
    const facts: Scene = {
      ledger: { length: 10, entriesAdded: 100, firstId: '91-0' },
      group: { lastDeliveredId: '50-0', entriesRead: 50, nextUndeliveredId: '91-0', lagEvents: 10 },
    }
    expect(after(facts).overall).toBe('healthy')
    const report = after(facts, { ...facts, atMs: 5_000 })
    expect(codes(report, 'event_processing')).toEqual(['TRIMMED_UNREAD'])
    expect(report.checks.event_processing.findings[0]!.message).toContain('At least 40 entries')
    const read: Scene = { ledger: { length: 10, entriesAdded: 50, firstId: '41-0' } }
    expect(after(read, { ...read, atMs: 5_000 }).overall).toBe('healthy')
  })
})
