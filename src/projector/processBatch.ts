import { publishChanges } from './publish'
import { type AppliedBatch, applyBatch, type ParsedEntry, parkEntry } from './applyBatch'
import { findUnlisted, listDeadLetters } from './deadLetters'
import { classifyFailure } from './failures'
import { observe, tallyBatch } from './observer'
import type { ProjectorParts } from './parts'
import { sleep } from './sleep'
import { ProcessingTimeout, withinTime } from './store'

/** What became of the entries of one batch; together they are all of them. */
export interface ProcessedBatch {
  applied: number
  repeated: number
  parked: number
}

/**
 * Applies a batch whatever happens: commit → publish. When it returns, every entry is durable as
 * applied, archived or parked, and may be acknowledged. An engine that is away is waited for; a
 * batch that fails is halved until the event that fails by itself stands alone, and that one is
 * parked after its attempts.
 * @throws {Stopped} when the projector is stopped while waiting; nothing may be acknowledged then
 */
export const processBatch = async (
  parts: ProjectorParts,
  entries: readonly ParsedEntry[],
): Promise<ProcessedBatch> => {
  if (entries.length === 0) return { applied: 0, repeated: 0, parked: 0 }
  const startedAtMs = performance.now()
  let attempts = 0
  let firstFailedAt: Date | undefined
  let batch: AppliedBatch | undefined
  let tries = 0
  while (!batch) {
    try {
      batch = await untilAvailable(
        parts,
        () => {
          tries += 1
          return applyOnce(parts, entries)
        },
        entries.length > 1 ? batchConflicts : entryConflicts,
      )
    } catch (error) {
      if (error instanceof Stopped) throw error
      if (entries.length > 1) {
        parts.logger.warn({ err: error, size: entries.length }, 'a batch failed; halving it')
        return halve(parts, entries)
      }
      attempts += 1
      firstFailedAt ??= new Date()
      if (attempts >= parts.settings.attempts)
        return park(parts, entries[0]!, { attempts, error, firstFailedAt })
      await pause(parts, parts.settings.baseDelayMs * 2 ** (attempts - 1))
    }
  }
  const durationMs = performance.now() - startedAtMs
  const tallies = tallyBatch(entries, batch)
  observe(parts, (to) => to.onBatch?.({ size: entries.length, tallies, durationMs }))
  // A try whose commit went unanswered may have been the one that counted, and told nobody.
  const isTellingRepeats = parts.isTellingRepeats === true || tries > 1
  return settle({ ...parts, isTellingRepeats }, batch, entries.length)
}

/** The projector was told to stop before the batch was durable. */
export class Stopped extends Error {
  override readonly name = 'Stopped'
  readonly code = 'STOPPED'
}

const applyOnce = (
  { settings, store }: ProjectorParts,
  entries: readonly ParsedEntry[],
): Promise<AppliedBatch> =>
  applyBatch(store(), entries, { now: new Date(), timeoutMs: settings.processingTimeoutMs })

/** Everything after the commit, until Redis has it. */
const settle = async (
  parts: ProjectorParts,
  batch: AppliedBatch,
  size: number,
): Promise<ProcessedBatch> => {
  const { logger, redis, store } = parts
  const startedAtMs = performance.now()
  try {
    await untilAvailable(parts, () => publishChanges(parts, batch))
    const durationMs = performance.now() - startedAtMs
    const streamIds = batch.events.map(({ id }) => id)
    observe(parts, (to) => to.onPublished?.({ streamIds, durationMs }))
  } catch (error) {
    if (error instanceof Stopped) throw error
    // The documents are right and durable; only the screens hear of them later.
    logger.error({ err: error }, 'a change could not be told to the screens')
  }
  await untilAvailable(parts, async () => {
    const ids = [
      ...batch.parked.map(({ streamId }) => streamId),
      ...batch.repeats.map(({ id }) => id),
    ]
    if (ids.length === 0) return
    const letters = await findUnlisted(store(), ids)
    await listDeadLetters({ store: store(), redis, listName: parts.deadLetterList }, letters)
  })
  for (const { code, path, streamId, typ } of batch.parked) {
    logger.warn({ streamId, typ, code, path }, 'event parked')
    observe(parts, (to) => to.onParked?.({ streamId, code }))
  }
  return {
    applied: size - batch.parked.length - batch.repeats.length,
    repeated: batch.repeats.length,
    parked: batch.parked.length,
  }
}

const halve = async (
  parts: ProjectorParts,
  entries: readonly ParsedEntry[],
): Promise<ProcessedBatch> => {
  const middle = Math.ceil(entries.length / 2)
  const first = await processBatch(parts, entries.slice(0, middle))
  const second = await processBatch(parts, entries.slice(middle))
  return {
    applied: first.applied + second.applied,
    repeated: first.repeated + second.repeated,
    parked: first.parked + second.parked,
  }
}

const park = async (
  parts: ProjectorParts,
  entry: ParsedEntry,
  failure: { attempts: number; error: unknown; firstFailedAt: Date },
): Promise<ProcessedBatch> => {
  const { logger, redis, settings, store } = parts
  const reason = failure.error instanceof Error ? failure.error.message : String(failure.error)
  const parked = await untilAvailable(parts, () =>
    parkEntry(
      store(),
      entry,
      { code: 'PROJECTION_FAILED', reason, now: new Date(), ...failure },
      settings.processingTimeoutMs,
    ),
  )
  await untilAvailable(parts, async () =>
    listDeadLetters(
      { store: store(), redis, listName: parts.deadLetterList },
      await findUnlisted(store(), [entry.id]),
    ),
  )
  logger.error(
    {
      streamId: entry.id,
      typ: entry.envelope.typ,
      errorClass: failure.error instanceof Error ? failure.error.name : undefined,
    },
    'event parked after its attempts',
  )
  const tally = {
    type: entry.envelope.typ,
    result: parked ? 'parked' : 'repeated',
    count: 1,
  } as const
  const durationMs = Date.now() - failure.firstFailedAt.getTime()
  observe(parts, (to) => {
    to.onBatch?.({ size: 1, tallies: [tally], durationMs })
    if (parked) to.onParked?.({ streamId: entry.id, code: parked.code })
  })
  return { applied: 0, repeated: parked ? 0 : 1, parked: parked ? 1 : 0 }
}

const maximumWaitMs = 5_000

/**
 * Conflicts in a row after which a batch is halved, and after which a single entry counts as
 * failed. The transaction of a process that died holds its documents for a minute: an entry that
 * only waits for that must not be parked.
 */
const batchConflicts = 10
const entryConflicts = 100

/** Repeats what an engine's absence or another worker's conflict made fail, until it passes. */
const untilAvailable = async <T>(
  parts: ProjectorParts,
  work: () => Promise<T>,
  maximumConflicts = entryConflicts,
): Promise<T> => {
  let conflicts = 0
  for (let tries = 0; ; tries++) {
    if (parts.signal.aborted) throw new Stopped('stopped')
    try {
      return await work()
    } catch (error) {
      const failure = classifyFailure(error)
      if (failure === 'event') throw error
      if (failure === 'conflict') {
        observe(parts, (to) => to.onConflict?.())
        conflicts += 1
        if (conflicts % 10 === 0)
          parts.logger.warn({ err: error, conflicts }, 'conflict after conflict')
        if (conflicts >= maximumConflicts) throw error
      } else {
        observe(parts, (to) => to.onUnavailable?.())
        parts.logger.warn({ err: error, tries }, 'an engine is away; waiting')
        // Too slow is not away: what an answering engine does not finish in time is the work's fault.
        if (error instanceof ProcessingTimeout && (await isAnswering(parts))) throw error
      }
      const delayMs = failure === 'conflict' ? 5 : 100
      await pause(parts, Math.min(delayMs * 2 ** Math.min(tries, 10), maximumWaitMs))
    }
  }
}

const pingMs = 2_000

const isAnswering = async ({ store }: ProjectorParts): Promise<boolean> => {
  try {
    await withinTime(pingMs, () => store().db.admin().ping())
    return true
  } catch (error) {
    if (classifyFailure(error) === 'unavailable') return false
    throw error
  }
}

/** Waits with jitter, so that workers do not return in step. */
const pause = async ({ signal }: ProjectorParts, delayMs: number): Promise<void> => {
  await sleep(delayMs * (1 + Math.random()), signal)
  if (signal.aborted) throw new Stopped('stopped')
}
