import { performance } from 'node:perf_hooks'

import { classifyFailure } from '@/projector/failures'
import { sleep } from '@/projector/sleep'
import type { Store } from '@/projector/store'
import { verifyDocument } from '@/projector/verify'

import { fieldsOf } from './driftReport'
import { knownDriftsOf, maximumKnownDrifts, noteResult, oldestDrifts } from './drifts'
import { isComparable } from './isComparable'
import { createLease } from './lease'
import { isQuiet, type Load, maximumSkippedTurns, turnBudgetMs, waitMs } from './pace'
import { drawConversation, nextStep, type Place, type Step, type Subject } from './places'

/** What a check of one document came to. */
export type CheckOutcome = 'right' | 'drifted' | 'failed'

/** Why a turn checked nothing, or that it did. */
export type Turn = 'checked' | 'busy' | 'elsewhere' | 'incomparable'

/** What the self-check says of itself; a subset of pino. */
export interface SelfCheckLogger {
  info: (details: object, message: string) => void
  warn: (details: object, message: string) => void
  error: (details: object, message: string) => void
}

export interface SelfCheckParts {
  /** Asked for on every use: Payload reconnects in development. */
  store: () => Store
  /** Names this instance among those that take turns. */
  holder: string
  intervalMs: number
  /** How busy everything is; asked before each turn. */
  load: () => Promise<Load>
  logger: SelfCheckLogger
  now?: () => Date
}

/** Folds stored documents again in the background, and tells what is not what the ledger says. */
export interface SelfCheck {
  start: () => void
  /** Prompt: a check under way is left alone. */
  stop: () => Promise<void>
  /** One turn, now. */
  turn: () => Promise<Turn>
  /** Documents that this process has checked, by outcome. */
  checked: () => Readonly<Record<CheckOutcome, number>>
}

/**
 * Each turn looks again at known drifts, some at one conversation drawn at random with what it
 * links to, and all go on with a walk over all documents until their share of time is used up. One
 * instance does so at a time, because it is the database that pays; any instance takes over.
 */
export const createSelfCheck = ({
  holder,
  intervalMs,
  load,
  logger,
  now = () => new Date(),
  store,
}: SelfCheckParts): SelfCheck => {
  const stopping = new AbortController()
  const { signal } = stopping
  const counts: Record<CheckOutcome, number> = { right: 0, drifted: 0, failed: 0 }
  const lease = createLease({
    database: () => store().db,
    holder,
    leaseMs: Math.max(leaseTurns * intervalMs, minimumLeaseMs),
  })
  let running: Promise<void> | undefined
  let skipped = 0
  let turns = 0
  let beganAtMs: number | undefined

  const turn = async (): Promise<Turn> => {
    const isForced = skipped >= maximumSkippedTurns
    const { mongoLatencyMs, ...rest } = await load()
    const isAway = mongoLatencyMs === undefined
    if (isAway || (!isForced && !isQuiet({ mongoLatencyMs, ...rest }))) {
      skipped += 1
      return 'busy'
    }
    skipped = 0
    beganAtMs = performance.now()
    if (!(await isComparable(store()))) return 'incomparable'
    const place = await lease.take()
    if (!place) return 'elsewhere'
    const endMs = performance.now() + (isForced ? 0 : turnBudgetMs(intervalMs))
    const hasTime = (): boolean => performance.now() < endMs && !signal.aborted
    for (const subject of await oldestDrifts(store().db, driftsPerTurn)) await check(subject)
    // Where nearly everything is wrong, no further finding tells more.
    if ((await knownDriftsOf(store().db).countDocuments()) >= maximumKnownDrifts) return 'checked'
    if (turns++ % turnsPerDraw === 0)
      for (const subject of await drawConversation(store())) await check(subject)
    await walk(place, hasTime)
    return 'checked'
  }

  const walk = async (begin: Place, hasTime: () => boolean): Promise<void> => {
    let step: Step = { place: begin, subjects: [], isRoundOver: false }
    do {
      step = await nextStep(store(), step.place)
      for (const subject of step.subjects) await check(subject)
      // Of an empty ledger one round a turn is enough.
    } while (hasTime() && !step.isRoundOver)
    await lease.note(step.place, step)
  }

  const check = async (subject: Subject): Promise<void> => {
    if (signal.aborted) return
    const { collection } = subject
    try {
      const drift = await verifyDocument(store(), subject, checkTimeoutMs)
      // Between the first look and now another version may have gone live.
      if (drift && !(await isComparable(store()))) return
      const news = await noteResult(store().db, subject, drift, now())
      counts[drift ? 'drifted' : 'right'] += 1
      if (news === 'new')
        logger.error(
          { collection, fields: fieldsOf(drift!.differences) },
          'a document is not what the ledger says; the audit trail names it',
        )
      if (news === 'settled')
        logger.info({ collection }, 'a document that had drifted is what the ledger says again')
    } catch (error) {
      if (signal.aborted || classifyFailure(error) !== 'event') throw error
      // One document that cannot be folded must not hold up the others.
      counts.failed += 1
      logger.warn({ err: error, collection }, 'a document could not be checked')
    }
  }

  const run = async (): Promise<void> => {
    await sleep(intervalMs, signal)
    while (!signal.aborted) {
      beganAtMs = undefined
      try {
        await turn()
      } catch (error) {
        if (!signal.aborted) logger.warn({ err: error }, 'the self-check was interrupted')
      }
      const spentMs = beganAtMs === undefined ? 0 : performance.now() - beganAtMs
      await sleep(waitMs(intervalMs, spentMs), signal)
    }
    await lease.release()
  }

  return {
    start: () => {
      running ??= run().catch((error: unknown) =>
        logger.warn({ err: error }, 'the self-check could not let go of its lease'),
      )
    },
    stop: async () => {
      stopping.abort()
      await Promise.race([running, sleep(stopGraceMs, new AbortController().signal)])
    },
    turn,
    checked: () => ({ ...counts }),
  }
}

const driftsPerTurn = 3
/** The walk reaches everything; draws find what is wrong in many places sooner. */
const turnsPerDraw = 5
const checkTimeoutMs = 30_000
const leaseTurns = 6
const minimumLeaseMs = 60_000
const stopGraceMs = 500
