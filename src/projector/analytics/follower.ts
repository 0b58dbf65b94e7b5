import type { Logger } from 'pino'

import { analyticsVersion } from '@/projections/analytics'
import type { ChangeFrame } from '@/realtime/frames'

import { classifyFailure } from '../failures'
import { readPassages } from '../gateControl'
import type { BatchStamp } from '../gateMaster'
import { sleep } from '../sleep'
import { archiveOf, type Store, withinTime } from '../store'
import { createAhead } from './ahead'
import { buildAnalytics } from './build'
import { BuildUnderWay } from './buildRecord'
import { isReached } from './count'
import { expectNoNewer, isSameKind, isSameVersion, readWanted } from './currency'
import { DocumentFailed } from './failedDocument'
import { readDayFrames, toDayFrames } from './frames'
import { type FollowerLease, takeLease } from './lease'
import { createMilestones } from './milestones'
import { createPace, type PaceSettings } from './pace'
import { noteStates } from './positions'
import { retrySkipped, skip } from './skipped'
import { AnalyticsLost, readFollower } from './state'
import { followStep, toEventId } from './step'
import { completeSwitch, SourcesReplaced } from './switch'

/** What follows the ledger and counts. */
export interface AnalyticsParts {
  /** Asked for on every use: Payload reconnects in development. */
  store: () => Store
  /** Whose days the numbers are of. */
  timeZone: string
  /** Tells every screen of the days whose numbers changed. */
  publish: (frames: ChangeFrame[]) => Promise<unknown>
  logger: Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>
}

/** The life of what keeps the numbers of the business. */
export interface AnalyticsFollower {
  start: () => void
  /** Finishes the step under way; another instance goes on at once. */
  stop: () => Promise<void>
}

/**
 * Keeps the numbers of the business right behind the ledger. One instance does so at a time; it
 * computes all of them again where they are of another version, another time zone, or of
 * conversations and applications that were replaced. It never ends by itself: what goes wrong is
 * logged and tried again.
 */
export const createAnalyticsFollower = (
  parts: AnalyticsParts,
  settings: Partial<PaceSettings> = {},
): AnalyticsFollower => {
  const { logger, publish, timeZone } = parts
  const stopping = new AbortController()
  const { signal } = stopping
  const pace = createPace(settings)
  const milestones = createMilestones()
  const memory = { milestones, ahead: createAhead() }
  let lease: { of: FollowerLease; store: Store } | undefined
  /** What is counted, and what had been committed at the last look. */
  let counted: readonly BatchStamp[] | undefined
  let seen: readonly BatchStamp[] = []
  let untold: ChangeFrame[] = []
  let failures = 0
  let running: Promise<void> | undefined
  let building: Promise<void> | undefined

  const hold = async (): Promise<FollowerLease | undefined> => {
    const store = parts.store()
    // Development opens a new connection now and then: the old session went with the old one.
    if (lease && (lease.of.hasEnded() || lease.store.client !== store.client)) await letGo()
    if (lease) return lease.of
    const taken = await takeLease(store, analyticsVersion, pace.settings.leaseMs)
    if (taken) lease = { of: taken, store }
    counted = undefined
    return taken
  }

  const letGo = async (): Promise<void> => {
    const held = lease?.of
    lease = undefined
    await held?.release().catch((error: unknown) => {
      logger.debug({ err: error }, 'the lease of the analytics runs out by itself')
    })
  }

  /** @returns how long to wait before the next turn, in milliseconds */
  const turn = async (): Promise<number> => {
    const store = parts.store()
    const held = await hold()
    if (!held) return pace.settings.standByMs
    await tell()
    const lookedAtMs = performance.now()
    const passages = await readPassages(store)
    milestones.note(passages, lookedAtMs)
    const isQuiet = isReached(seen, passages)
    seen = passages
    if (counted && isReached(counted, passages)) return idle(store, held, counted)
    await prepare(store, held)
    // Also where there is always more to count: nobody would try them again otherwise.
    if (pace.isRetryDue()) await retrySkipped(store, held, timeZone)
    // A long rest and a slow step together outlast what the step before has prolonged.
    if (pace.isBeatDue()) await withinTime(pace.settings.stepTimeoutMs, () => held.write({}))
    const step = await pace.step((bounds) => followStep(store, held, timeZone, bounds, memory))
    failures = 0
    if (!step) return pace.settings.pollMs
    counted = step.passages
    untold = latestOf([...untold, ...toDayFrames(step.days, toEventId(step.position), new Date())])
    await tell()
    await noteStates(store, step.position)
    return pace.afterStep(isQuiet && !step.isCaughtUp)
  }

  /** Nothing is written while there is nothing to do, but that this instance is alive. */
  const idle = async (
    store: Store,
    held: FollowerLease,
    reached: readonly BatchStamp[],
  ): Promise<number> => {
    if (pace.isBeatDue()) {
      await held.write({}, { countedMsAgo: milestones.reachedMsAgo(reached) })
      // What is counted stands in the database, and others may have changed it: it is looked at again.
      counted = undefined
    }
    return pace.settings.pollMs
  }

  /** Sees to it that the live numbers are, or become, those that they must be. */
  const prepare = async (store: Store, held: FollowerLease): Promise<void> => {
    await completeSwitch(store)
    const { isSourceSwitching, ...wanted } = await readWanted(store, timeZone)
    const state = await readFollower(store)
    expectNoNewer(state)
    const live = state?.live
    const isPast = live && isReached(await readPassages(store), live.passages)
    if (live ? isSameVersion(live, wanted) && isPast : await beginEmpty(store, held, wanted)) return
    if (isSourceSwitching || building) return
    building = build().finally(() => (building = undefined))
    // Numbers of another kind cannot be gone on with; the others are, meanwhile.
    if (!live || !isSameKind(live, wanted)) await Promise.race([building, sleep(2_000, signal)])
  }

  const build = async (): Promise<void> => {
    try {
      const { difference, outcome, record } = await buildAnalytics(
        { ...parts, signal },
        { startedBy: 'deployment', decide: async () => true },
      )
      if (outcome !== 'switched') return
      counted = undefined
      await noteStates(parts.store(), record.position)
      const told = await readDayFrames(parts.store(), difference?.days ?? [], record.position)
      untold = latestOf([...told, ...untold])
      logger.info({ differing: difference?.differing }, 'the analytics were computed again')
    } catch (error) {
      if (error instanceof BuildUnderWay || error instanceof AnalyticsLost) return
      if (classifyFailure(error) === 'retired')
        return logger.debug({ err: error }, 'the analytics are left to a newer program')
      if (error instanceof SourcesReplaced) return logger.info({ err: error }, 'begun anew')
      logger.error({ err: error }, 'the analytics could not be computed; the live ones stay')
      await sleep(pace.settings.pauseAfterFailureMs, signal)
    }
  }

  /** What could not be told is told with the next step. */
  const tell = async (): Promise<void> => {
    if (untold.length === 0) return
    const telling = untold
    untold = []
    try {
      await publish(telling)
    } catch (error) {
      untold = latestOf([...telling, ...untold])
      logger.warn({ err: error }, 'the screens could not be told of the analytics')
    }
  }

  /** @returns how long to wait before the next try, in milliseconds */
  const recover = async (error: unknown): Promise<number> => {
    counted = undefined
    if (error instanceof AnalyticsLost) {
      await letGo()
      logger.info({}, 'another instance counts for the analytics')
      return pace.settings.standByMs
    }
    const failure = classifyFailure(error)
    if (failure === 'retired') {
      await letGo()
      logger.debug({ err: error }, 'the analytics stand by: a newer program is live')
      return pace.settings.standByMs
    }
    failures += 1
    logger.warn({ err: error, failures }, 'a step of the analytics failed')
    const held = lease?.of
    if (held && failure === 'event') {
      await held.write({ failures })
      if (error instanceof DocumentFailed && failures >= pace.settings.attempts) {
        await skip(parts.store(), held, error)
        logger.error(
          { collection: error.collection, err: error.cause },
          'a document of the analytics cannot be worked out: it is left as it is, and tried again',
        )
        failures = 0
      }
    }
    return pace.afterFailure(failures)
  }

  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      let pauseMs: number
      try {
        pauseMs = await turn()
      } catch (error) {
        if (signal.aborted) break
        pauseMs = await recover(error).catch((reason: unknown) => {
          logger.warn({ err: reason }, 'the analytics wait for an engine')
          return pace.afterFailure(failures)
        })
      }
      await sleep(pauseMs, signal)
    }
    await building
    await tell()
    await letGo()
  }

  return {
    start: () => {
      running ??= run()
    },
    stop: async () => {
      stopping.abort()
      // An engine that is away must not hold up the end; the lease runs out by itself.
      await Promise.race([running, sleep(stopGraceMs, new AbortController().signal)])
    },
  }
}

const stopGraceMs = 3_000

/** Of each day the latest telling; of too many days the latest ones. */
const latestOf = (frames: readonly ChangeFrame[]): ChangeFrame[] =>
  [...new Map(frames.map((frame) => [frame.doc.id, frame])).values()].slice(-maximumUntold)

const maximumUntold = 1_000

/**
 * Where nothing was ever archived there is nothing to compute: counting begins at once.
 * @returns whether it did
 */
const beginEmpty = async (
  store: Store,
  held: FollowerLease,
  wanted: Parameters<typeof isSameVersion>[0],
): Promise<boolean> => {
  // Before the archive is looked at: what comes between the two comes after these passages.
  const passages = await readPassages(store)
  const isEmpty = (await archiveOf(store).findOne({}, { projection: { _id: 1 } })) === null
  if (!isEmpty) return false
  await held.write({ live: { ...wanted, generation: 0, isSwitching: false, passages } })
  return true
}
