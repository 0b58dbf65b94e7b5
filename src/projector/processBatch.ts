import type { StreamId } from '@/ledger/streamId'

import { type AppliedBatch, applyBatch, type ParsedEntry, parkEntry } from './applyBatch'
import { withoutBreakers } from './breakers'
import { findUnlisted, listDeadLetters } from './deadLetters'
import { classifyFailure, type EngineName, ProjectionFailed } from './failures'
import { observe, tallyBatch } from './observer'
import type { ProjectorParts } from './parts'
import { withinRedisTime } from './redisTime'
import { publishChanges } from './publish'
import { pause, Stopped, untilAvailable } from './untilAvailable'

/** What became of the entries of one batch; together they are all of them. */
export interface ProcessedBatch {
  applied: number
  repeated: number
  parked: number
  /** Not decided: a projection refuses one event after the other. They must not be acknowledged. */
  postponed: readonly StreamId[]
}

/**
 * Applies a batch whatever happens: commit → publish. When it returns, every entry is durable as
 * applied, archived or parked, and may be acknowledged, except those that it names as postponed;
 * where there is an aftermath, after all that was added to it.
 * An engine that is away is waited for; a batch that fails is halved until the event that fails by
 * itself stands alone, and that one is parked after its attempts. Where a projection refuses one
 * event after the other, the events are not to blame: it parks none of them and postpones the rest.
 * @throws {Stopped} when the projector is stopped while waiting; nothing may be acknowledged then
 * @throws an error of the class `retired` where this worker must stand by
 */
export const processBatch = async (
  parts: ProjectorParts,
  entries: readonly ParsedEntry[],
): Promise<ProcessedBatch> => {
  if (entries.length === 0) return nothing
  const breakers = parts.breakers ?? withoutBreakers
  if (breakers.isProjectionOpen() && !parts.isProbe) return postpone(entries)
  const startedAtMs = performance.now()
  let attempts = 0
  let firstFailedAt: Date | undefined
  let batch: AppliedBatch | undefined
  let tries = 0
  while (!batch) {
    try {
      batch = await untilAvailable(
        parts,
        ['mongodb'],
        () => {
          tries += 1
          return applyOnce(parts, entries)
        },
        entries.length > 1 ? batchConflicts : entryConflicts,
      )
    } catch (error) {
      if (error instanceof Stopped || classifyFailure(error) === 'retired') throw error
      if (entries.length > 1) {
        parts.logger.warn({ err: error, size: entries.length }, 'a batch failed; halving it')
        // A try that ran out of time may have been committed all the same, and told nobody.
        return halve({ ...parts, isTellingRepeats: true }, entries)
      }
      if (parts.isProbe && error instanceof ProjectionFailed) {
        await breakers.isEventToBlame(error, entries[0]!.envelope.typ)
        return postpone(entries)
      }
      const [entry] = entries as [ParsedEntry]
      attempts += 1
      firstFailedAt ??= new Date()
      if (attempts >= parts.settings.attempts) {
        const isEventToBlame =
          !(error instanceof ProjectionFailed) ||
          (await breakers.isEventToBlame(error, entry.envelope.typ))
        return isEventToBlame
          ? park(parts, entry, { attempts, error, firstFailedAt })
          : postpone(entries)
      }
      await pause(parts, parts.settings.baseDelayMs * 2 ** (attempts - 1))
    }
  }
  await breakers.projectionsApplied(batch.events)
  const durationMs = performance.now() - startedAtMs
  const tallies = tallyBatch(entries, batch)
  observe(parts, (to) => to.onBatch?.({ size: entries.length, tallies, durationMs }))
  // A try whose commit went unanswered may have been the one that counted, and told nobody.
  const isTellingRepeats = parts.isTellingRepeats === true || tries > 1
  await settleInTurn({ ...parts, isTellingRepeats }, batch)
  return {
    ...nothing,
    applied: entries.length - batch.parked.length - batch.repeats.length,
    repeated: batch.repeats.length,
    parked: batch.parked.length,
  }
}

const nothing: ProcessedBatch = { applied: 0, repeated: 0, parked: 0, postponed: [] }

const postpone = (entries: readonly ParsedEntry[]): ProcessedBatch => ({
  ...nothing,
  postponed: entries.map(({ id }) => id),
})

const applyOnce = (
  { onFolded, settings, store }: ProjectorParts,
  entries: readonly ParsedEntry[],
): Promise<AppliedBatch> =>
  applyBatch(store(), entries, {
    now: new Date(),
    timeoutMs: settings.processingTimeoutMs,
    ...(onFolded && { onFolded }),
  })

/** Where there is an aftermath, after all that was added to it. */
const settleInTurn = async (parts: ProjectorParts, batch: AppliedBatch): Promise<void> => {
  const settling = { ...parts, signal: parts.settleSignal ?? parts.signal }
  if (parts.aftermath) parts.aftermath.add(() => settle(settling, batch))
  else await settle(settling, batch)
}

/** Everything after the commit, until Redis has it. */
const settle = async (parts: ProjectorParts, batch: AppliedBatch): Promise<void> => {
  const { logger } = parts
  const startedAtMs = performance.now()
  try {
    // Repeats are told again as they are stored now.
    const engines: EngineName[] = parts.isTellingRepeats ? ['redis', 'mongodb'] : ['redis']
    await untilAvailable(parts, engines, () =>
      withinRedisTime(parts.settings.processingTimeoutMs, () => publishChanges(parts, batch)),
    )
    const durationMs = performance.now() - startedAtMs
    const streamIds = batch.events.map(({ id }) => id)
    observe(parts, (to) => to.onPublished?.({ streamIds, durationMs }))
  } catch (error) {
    if (error instanceof Stopped) throw error
    // The documents are right and durable, and nobody tells of them after the acknowledgement.
    logger.error({ err: error }, 'a change could not be told to the screens; they load again')
    await resyncScreens(parts)
  }
  await listLetters(parts, [
    ...batch.parked.map(({ streamId }) => streamId),
    ...batch.repeats.map(({ id }) => id),
  ])
  for (const { code, path, streamId, typ } of batch.parked) {
    logger.warn({ streamId, typ, code, path }, 'event parked')
    observe(parts, (to) => to.onParked?.({ streamId, code }))
  }
}

const resyncScreens = async (parts: ProjectorParts): Promise<void> => {
  const { resync, settings } = parts
  if (!resync) return
  await untilAvailable(parts, ['redis'], () =>
    withinRedisTime(settings.processingTimeoutMs, resync),
  )
}

/** Pushes what is still owed on the Redis list; before the acknowledgement, or it would be forgotten. */
const listLetters = async (parts: ProjectorParts, ids: readonly StreamId[]): Promise<void> => {
  if (ids.length === 0) return
  const { deadLetterList: listName, redis, settings, store } = parts
  await untilAvailable(parts, ['mongodb', 'redis'], async () => {
    const letters = await findUnlisted(store(), ids)
    await withinRedisTime(settings.processingTimeoutMs, () =>
      listDeadLetters({ store: store(), redis, listName }, letters),
    )
  })
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
    postponed: [...first.postponed, ...second.postponed],
  }
}

const park = async (
  parts: ProjectorParts,
  entry: ParsedEntry,
  failure: { attempts: number; error: unknown; firstFailedAt: Date },
): Promise<ProcessedBatch> => {
  const { logger, settings, store } = parts
  const projection =
    failure.error instanceof ProjectionFailed ? failure.error.projection : undefined
  // What the projection threw says more than that it threw.
  const error = failure.error instanceof ProjectionFailed ? failure.error.cause : failure.error
  const reason = error instanceof Error ? error.message : String(error)
  const parked = await untilAvailable(parts, ['mongodb'], () =>
    parkEntry(
      store(),
      entry,
      {
        code: 'PROJECTION_FAILED',
        reason,
        now: new Date(),
        ...failure,
        error,
        ...(projection && { projection }),
      },
      settings.processingTimeoutMs,
    ),
  )
  if (parked) {
    await listLetters(parts, [entry.id])
    logger.error(
      {
        streamId: entry.id,
        typ: entry.envelope.typ,
        projection,
        errorClass: error instanceof Error ? error.name : undefined,
      },
      'event parked after its attempts',
    )
  } else {
    // A try that ran out of time was committed all the same, and told nobody.
    logger.warn({ err: error, streamId: entry.id }, 'a failed try had counted; it is told now')
    await settleInTurn({ ...parts, isTellingRepeats: true }, repeatOf(entry))
  }
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
  return { ...nothing, repeated: parked ? 0 : 1, parked: parked ? 1 : 0 }
}

/** What applying an entry comes to that the archive already has. */
const repeatOf = (entry: ParsedEntry): AppliedBatch => ({
  events: [],
  repeats: [entry],
  parked: [],
  changed: {
    conversations: [],
    applications: [],
    customers: [],
    'customer-applications': [],
    'customer-conversations': [],
  },
})

/**
 * Conflicts in a row after which a batch is halved, and after which a single entry counts as
 * failed. The transaction of a process that died holds its documents for a minute: an entry that
 * only waits for that must not be parked.
 */
const batchConflicts = 10
const entryConflicts = 100
