import { compareStreamIds, type StreamId } from '@/ledger/streamId'

import type { Aftermath } from './aftermath'
import { chunksOf } from './chunks'
import type { Consumer } from './consumer'
import { type CriticalNotes, criticalErrorTypes } from './criticalErrors'
import { maximumReadCount, type ParsedDelivery } from './deliveries'
import { processInLanes } from './lanes'
import { observe } from './observer'
import type { ProjectorParts } from './parts'
import type { PendingLoss } from './pendingLoss'
import type { Positions } from './positions'
import type { Recovery } from './recovery'
import type { UnreadLoss } from './unreadLoss'
import type { WorkerProgress } from './workerProgress'

/** How a delivery is to be handled. */
export interface Handling {
  /** Its entries were delivered before: who had them may have died before the screens were told. */
  isRedelivery: boolean
  /** It is tried to find out whether a projection that refused others works again. */
  isProbe?: boolean
  /** @see ProjectorParts.onFolded */
  onFolded?: () => void
}

/** Takes deliveries from the commit to the acknowledgement. */
export interface DeliveryHandler {
  /**
   * @returns how many entries of a probe are not decided
   * @throws {ProjectionRefuses} where entries are not decided, because a projection refuses one
   *   after the other
   */
  handle: (delivery: ParsedDelivery, handling: Handling) => Promise<number>
  /** Counts and says a loss, and sees to it that it is listed. */
  noteLoss: (loss: PendingLoss | UnreadLoss) => void
}

/** @see DeliveryHandler */
export const createDeliveryHandler = ({
  consumer,
  notes,
  parts,
  positions,
  progress,
  recovery,
}: {
  parts: ProjectorParts & { aftermath: Aftermath }
  consumer: Pick<Consumer, 'acknowledge' | 'reportDeleted'>
  notes: CriticalNotes
  positions: Positions
  recovery: Recovery
  /** Kept up to date. */
  progress: Omit<WorkerProgress, 'breakers'>
}): DeliveryHandler => {
  const { aftermath } = parts

  /** Entries that were deleted from the stream while they were pending can never be read again. */
  const reportLost = async (ids: readonly StreamId[]): Promise<void> => {
    if (ids.length === 0) return
    const loss = await consumer.reportDeleted(ids)
    if (loss) noteLoss(loss)
  }

  /** The step that found the loss has reported it, unless Redis takes nothing just now. */
  const noteLoss = ({ isListed, ...loss }: PendingLoss | UnreadLoss): void => {
    progress.lost += loss.count
    observe(parts, (to) => to.onLost?.(loss.count))
    parts.logger.error(
      { ...loss, ids: loss.ids?.slice(0, 100) },
      'events were lost: they were removed before they could be read',
    )
    if (!isListed) notes.note(criticalErrorTypes.lostEvents, loss)
  }

  /** @returns how many entries of the chunk are not decided */
  const handleChunk = async (
    chunk: ParsedDelivery['entries'],
    { isBehind, isRedelivery, ...others }: Handling & { isBehind: boolean },
  ): Promise<number> => {
    progress.batchStartedAt = new Date()
    const { applied, parked, postponed, repeated } = await processInLanes(
      { ...parts, ...others, isTellingRepeats: isRedelivery },
      chunk,
    )
    const waiting = new Set(postponed)
    const decided = chunk.map(({ id }) => id).filter((id) => !waiting.has(id))
    aftermath.add(() => consumer.acknowledge(decided))
    await (isBehind ? aftermath.keepUp() : aftermath.settled())
    delete progress.batchStartedAt
    progress.applied += applied
    progress.repeated += repeated
    progress.parked += parked
    progress.lastBatchAt = new Date()
    for (const id of decided)
      if (!progress.lastId || compareStreamIds(id, progress.lastId) > 0) progress.lastId = id
    return postponed.length
  }

  return {
    handle: async ({ entries, lost }, handling) => {
      const { isProbe = false } = handling
      // A full read: more is waiting. Then the screens are told beside the next transaction.
      const isBehind = entries.length >= maximumReadCount && !isProbe
      await reportLost(lost)
      let postponedCount = 0
      for (const chunk of chunksOf(entries))
        postponedCount += await handleChunk(chunk, { ...handling, isBehind })
      if (!isBehind) await aftermath.settled()
      recovery.succeeded()
      if (progress.lastId) await positions.advance(progress.lastId)
      if (postponedCount > 0 && !isProbe) throw new ProjectionRefuses()
      return postponedCount
    },
    noteLoss,
  }
}

/** Events wait because a projection refuses one after the other: they are tried again, some at a time. */
export class ProjectionRefuses extends Error {
  override readonly name = 'ProjectionRefuses'
}
