import { type Command, InvalidArgumentError } from 'commander'

import { fromSortableId } from '@/ledger/streamId'
import { discardLetter } from '@/ops/letters'
import { isDiscardReason, discardReasonRule } from '@/projector/discardParked'
import type { Store } from '@/projector/store'

import { cliActor } from '../actor'
import { CommandFailure, type Report, runWithStore } from '../run'
import { withLetterParts } from '../letterParts'
import { noSuchLetter, readLetterId } from './letterId'

/** `dead-letters discard ID --reason "…"`: decides that one is never applied. */
export const addDiscardCommand = (letters: Command): void => {
  letters
    .command('discard')
    .description('decide that one is never applied; the entry stays in the archive')
    .argument('<id>', 'stream id', readLetterId)
    .requiredOption('--reason <text>', `why (${discardReasonRule})`, toReason)
    .option('--json', 'answer as JSON')
    .action((id: string, { json = false, reason }: { json?: boolean; reason: string }) =>
      runWithStore(json, (store) => discard(store, id, reason)),
    )
}

const discard = async (store: Store, id: string, reason: string): Promise<Report> => {
  const result = await withLetterParts(store, (parts) =>
    discardLetter(parts, { actor: cliActor(), id, reason }),
  )
  const streamId = fromSortableId(id)
  if (result.outcome === 'not-found') throw noSuchLetter(streamId)
  if (result.outcome === 'not-parked')
    throw new CommandFailure(
      `${streamId} is not parked: it was ${result.status} before.`,
      'NOT_PARKED',
    )
  return {
    json: { id, streamId, status: 'discarded', discardReason: reason },
    text: `${streamId} is discarded.`,
  }
}

const toReason = (text: string): string => {
  const reason = text.trim()
  if (isDiscardReason(reason)) return reason
  throw new InvalidArgumentError(`must have ${discardReasonRule}`)
}
