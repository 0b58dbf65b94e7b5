import type { Store } from '../store'
import { toSwitchFrames } from './announce'
import { compareAgain, compareAll, type Differing, explain, maximumListed } from './compare'
import { foldBase, foldTail, type OnProgress } from './fold'
import { clear, keepLive } from './keep'
import type { OwnedRebuild } from './owned'
import { takeKept } from './rollback'
import { copyIndexes, createShadows } from './shadows'
import { cleanUp, settleSwitch, switchIn } from './switch'
import type { RebuildDifference, RebuildOutcome, RebuildParts, RebuildRequest } from './types'

/**
 * A switch that was interrupted half way put some of the new documents in place, or may have missed
 * events. Neither can be gone on with: the archive is folded once more, from the beginning.
 */
export class SwitchInterrupted extends Error {
  override readonly name = 'SwitchInterrupted'
  readonly code = 'SWITCH_INTERRUPTED'

  /** @param isUntouched nothing of it was put in place */
  constructor(readonly isUntouched: boolean) {
    super('a switch was interrupted half way')
  }
}

/**
 * All steps of a rebuild, from wherever it was left.
 * @throws {SwitchInterrupted} where it has to begin anew
 */
export const build = async (
  parts: RebuildParts & { onProgress: OnProgress },
  rebuild: OwnedRebuild,
  decide: RebuildRequest['decide'],
): Promise<RebuildOutcome> => {
  const { logger, onProgress, signal } = parts
  const store = parts.store()
  const { _id: generation, isRollback, names } = rebuild.record
  const options = { onProgress, signal }
  logger.info({ generation, names, phase: rebuild.record.phase }, 'a rebuild is at work')

  if (rebuild.record.phase === 'switching') {
    const settled = await settleSwitch(store, rebuild)
    if (settled === 'switched') return done(parts, rebuild)
    throw new SwitchInterrupted(settled === 'unswitched')
  }
  if (rebuild.record.phase === 'base') {
    if (rebuild.record.position === undefined) await clear(store, generation - 1)
    if (isRollback) await takeKept(store, rebuild)
    else {
      await createShadows(store, generation)
      await foldBase(store, rebuild, options)
      if (signal.aborted) return interrupted(rebuild)
      await copyIndexes(store, generation)
    }
    await rebuild.checkpoint({ phase: 'tail' })
  }
  await foldTail(store, rebuild, options)
  if (signal.aborted) return interrupted(rebuild)

  const { differing, difference } = await compare(store, rebuild, options)
  if (signal.aborted) return interrupted(rebuild)
  if (!(await decide(difference, signal))) {
    if (signal.aborted) return interrupted(rebuild)
    await rebuild.finish('discarded', 'not switched')
    await clear(store, generation)
    return { record: rebuild.record, difference, outcome: 'discarded' }
  }
  const keptSince = await keepLive(store, generation)
  await foldTail(store, rebuild, options)
  if (signal.aborted) return interrupted(rebuild)
  const { closedMs, isSafe } = await switchIn(store, rebuild, { keptSince, signal })
  logger.info({ generation, names, closedMs }, 'rebuilt documents were switched in')
  if (!isSafe) throw new SwitchInterrupted(false)
  return done(parts, rebuild, { changed: differing, difference, closedMs })
}

const compare = async (
  store: Store,
  rebuild: OwnedRebuild,
  options: { onProgress: OnProgress; signal: AbortSignal },
) => {
  const { _id: generation, names } = rebuild.record
  const comparison = await compareAll(store, generation, names)
  let { listed } = comparison
  // What differs only because traffic went on meanwhile, does so no more after the next look.
  for (let look = 0; look < 3 && listed.length > 0 && !options.signal.aborted; look++) {
    await foldTail(store, rebuild, options)
    listed = await compareAgain(store, generation, listed)
  }
  const isListed = comparison.differing <= maximumListed
  const drifts = await explain(store, listed.slice(0, explainedDocuments))
  const difference: RebuildDifference = {
    compared: comparison.compared,
    differing: isListed ? listed.length : comparison.differing,
    drifts,
  }
  return { differing: isListed ? listed : [], difference }
}

const explainedDocuments = 20

const done = async (
  parts: RebuildParts,
  rebuild: OwnedRebuild,
  result?: {
    changed: Differing[]
    difference: RebuildDifference
    closedMs: number
  },
): Promise<RebuildOutcome> => {
  const store = parts.store()
  await cleanUp(store, rebuild)
  const isTold =
    result !== undefined && result.difference.differing <= maximumListed
      ? await toSwitchFrames(store, result.changed)
      : undefined
  try {
    await (isTold ? isTold.length > 0 && parts.publish(isTold) : parts.resync())
  } catch (error) {
    parts.logger.error({ err: error }, 'the screens could not be told of a rebuild')
  }
  return {
    record: rebuild.record,
    outcome: 'switched',
    ...(result && { difference: result.difference, closedMs: result.closedMs }),
  }
}

/** Lets go of a rebuild, to be gone on with. */
export const interrupted = async (rebuild: OwnedRebuild): Promise<RebuildOutcome> => {
  await rebuild.release()
  return { record: rebuild.record, outcome: 'interrupted' }
}
