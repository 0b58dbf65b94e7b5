import { classifyFailure } from '../failures'
import { ownVersions } from '../gateMaster'
import { beginRebuild, isSame, takeOver } from './begin'
import { build, interrupted, SwitchInterrupted } from './build'
import type { OnProgress } from './fold'
import type { OwnedRebuild } from './owned'
import { heartbeatMs, RebuildLost } from './record'
import { clear } from './keep'
import { findKept } from './rollback'
import { createStateNotes } from './state'
import type { RebuildOutcome, RebuildParts, RebuildRequest } from './types'

export { cancelRebuild, readActive, type RebuildRecord } from './record'
export type { RebuildDifference, RebuildOutcome, RebuildParts, RebuildRequest } from './types'

/**
 * Builds read models from the archive beside the live ones while traffic goes on, shows the
 * difference, and switches. Cancel it or kill it at any point: the live documents are as they were,
 * or the switch has happened as a whole; the next call goes on where it was left.
 * @throws {RebuildUnderWay} while somebody else builds
 * @throws {RebuildLost} when somebody else takes it over or cancels it
 * @throws {NothingKept} where there is nothing to go back to
 * @throws what a projection throws for an event; the rebuild is on record as failed then
 */
export const rebuildProjections = async (
  parts: RebuildParts,
  request: RebuildRequest,
): Promise<RebuildOutcome> => {
  const { decide, isRollback = false, names, startedBy } = request
  const kept = isRollback ? await findKept(parts.store()) : undefined
  const rebuild = await beginRebuild(parts.store(), {
    names,
    isRollback,
    startedBy,
    ...(kept && { passages: kept.passages }),
  })
  const outcome = await runOrBeginAnew(parts, rebuild, decide)
  // What somebody else had left in the middle of its switch comes first.
  return isSame(rebuild.record, { names, isRollback, versions: ownVersions() })
    ? outcome
    : rebuildProjections(parts, request)
}

/**
 * Goes on with a rebuild that was left behind.
 * @returns nothing where its owner is alive, or it has ended
 */
export const resumeRebuild = async (
  parts: RebuildParts,
  generation: number,
  decide: RebuildRequest['decide'],
): Promise<RebuildOutcome | undefined> => {
  const rebuild = await takeOver(parts.store(), generation)
  return rebuild && runOrBeginAnew(parts, rebuild, decide)
}

const runOrBeginAnew = async (
  parts: RebuildParts,
  rebuild: OwnedRebuild,
  decide: RebuildRequest['decide'],
): Promise<RebuildOutcome> => {
  try {
    return await run(parts, rebuild, decide)
  } catch (error) {
    if (!(error instanceof SwitchInterrupted)) throw error
    const { names, startedBy } = rebuild.record
    parts.logger.warn({ names }, 'a switch was interrupted half way; the rebuild begins anew')
    const kept =
      rebuild.record.isRollback && error.isUntouched ? await findKept(parts.store()) : undefined
    const anew = await beginRebuild(parts.store(), {
      names,
      startedBy,
      isRollback: kept !== undefined,
      ...(kept && { passages: kept.passages }),
    })
    // It was decided to switch.
    return runOrBeginAnew(parts, anew, async () => true)
  }
}

const run = async (
  parts: RebuildParts,
  rebuild: OwnedRebuild,
  decide: RebuildRequest['decide'],
): Promise<RebuildOutcome> => {
  const stopping = new AbortController()
  const signal = AbortSignal.any([parts.signal, stopping.signal])
  let lost: unknown
  const heartbeat = setInterval(() => {
    rebuild.beat().catch((error: unknown) => {
      // An engine that is away for a moment is no loss; the next step tells.
      if (!(error instanceof RebuildLost)) return
      lost = error
      stopping.abort()
    })
  }, heartbeatMs)
  const note = createStateNotes(parts.store())
  const onProgress: OnProgress = (record) => {
    parts.onProgress?.(record)
    // People look at it; the record itself is what counts.
    note(record, { isThrottled: true }).catch(() => undefined)
  }
  try {
    const outcome = await build({ ...parts, signal, onProgress }, rebuild, decide)
    if (lost) throw lost
    return outcome
  } catch (error) {
    if (lost) throw lost
    if (parts.signal.aborted) return await interrupted(rebuild)
    await settleFailure(parts, rebuild, error)
    throw error
  } finally {
    clearInterval(heartbeat)
    await note(rebuild.record).catch((error: unknown) =>
      parts.logger.warn({ err: error }, 'the state of a rebuild could not be noted'),
    )
  }
}

/** An engine that is away leaves it to be gone on with; anything else would fail again. */
const settleFailure = async (
  { logger, store }: RebuildParts,
  rebuild: OwnedRebuild,
  error: unknown,
): Promise<void> => {
  if (error instanceof RebuildLost) return
  if (classifyFailure(error) !== 'event') {
    await rebuild.release().catch((reason: unknown) => {
      // Whoever goes on waits until its owner counts as dead.
      logger.warn({ err: reason }, 'a rebuild could not be let go of')
    })
    return
  }
  await rebuild.finish('failed', error instanceof Error ? error.message : String(error))
  await clear(store(), rebuild.record._id)
}
