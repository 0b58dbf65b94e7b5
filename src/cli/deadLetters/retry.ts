import type { Command } from 'commander'

import { fromSortableId } from '@/ledger/streamId'
import { retryAllLetters, retryLetter } from '@/ops/letters'
import type { RetryOutcome } from '@/projector/retryParked'
import { toShownChanges } from '@/projector/shownChanges'
import type { Store } from '@/projector/store'

import { cliActor } from '../actor'
import { showValue } from '../drift'
import { CommandFailure, type Report, runWithStore } from '../run'
import { withLetterParts } from '../letterParts'
import { readLetterIds } from './letterId'

interface Options {
  all?: boolean
  dryRun?: boolean
  json?: boolean
}

/** `dead-letters retry`: applies parked entries with today's code. */
export const addRetryCommand = (letters: Command): void => {
  letters
    .command('retry')
    .description('apply parked entries with the code of today')
    .argument('[ids...]', 'stream ids', readLetterIds)
    .option('--all', 'every parked entry, oldest first')
    .option('--dry-run', 'show what would change, and change nothing')
    .option('--json', 'answer as JSON')
    .addHelpText(
      'after',
      '\nExit code 1 where one of them is refused again or is not parked (any more).',
    )
    .action((ids: string[], options: Options) =>
      runWithStore(options.json === true, (store) => retry(store, ids, options)),
    )
}

const retry = async (
  store: Store,
  ids: string[],
  { all = false, dryRun: isDryRun = false }: Options,
): Promise<Report> => {
  if (all === ids.length > 0)
    throw new CommandFailure('Name the ids to retry, or --all.', 'INVALID_ARGUMENT')
  const actor = cliActor()
  const outcomes = await withLetterParts(store, async (parts) => {
    if (all) {
      const limits = { maximumLetters: Infinity, maximumMs: Infinity }
      return (await retryAllLetters(parts, { actor, isDryRun, ...limits })).outcomes
    }
    const retried: RetryOutcome[] = []
    for (const id of new Set(ids)) retried.push(await retryLetter(parts, { actor, id, isDryRun }))
    return retried
  })
  return toReport(outcomes, isDryRun)
}

const toReport = (outcomes: RetryOutcome[], isDryRun: boolean): Report => {
  const count = (kind: RetryOutcome['outcome']): number =>
    outcomes.filter(({ outcome }) => outcome === kind).length
  const [applied, ignored, refused, notParked] = (
    ['applied', 'ignored', 'refused', 'not-parked'] as const
  ).map(count) as [number, number, number, number]
  return {
    json: {
      isDryRun,
      applied,
      ignored,
      refused,
      notParked,
      outcomes: outcomes.map((outcome) => ({
        ...outcome,
        streamId: fromSortableId(outcome.id),
        ...('changes' in outcome && { changes: toShownChanges(outcome.changes) }),
      })),
    },
    text: [
      ...outcomes.flatMap((outcome) => describe(outcome, isDryRun)),
      outcomes.length === 0
        ? 'Nothing is parked.'
        : `${isDryRun ? 'Would be applied' : 'Applied'}: ${applied}, of an unknown type: ${ignored}, refused: ${refused}, not parked: ${notParked}.`,
    ].join('\n'),
    isFailure: refused + notParked > 0,
  }
}

const describe = (outcome: RetryOutcome, isDryRun: boolean): string[] => {
  const id = fromSortableId(outcome.id)
  if (outcome.outcome === 'refused')
    return [
      `${id}: refused, ${outcome.code}${outcome.path && ` at ${outcome.path}`}: ${outcome.reason}`,
    ]
  if (outcome.outcome === 'not-parked') return [`${id}: is not parked`]
  if (outcome.outcome === 'ignored')
    return [`${id}: ${isDryRun ? 'would be archived' : 'archived'}, its type is not known`]
  return [
    `${id}: ${isDryRun ? 'would be applied' : 'applied'}`,
    ...toShownChanges(outcome.changes).flatMap(({ collection, fields, id: document, isNew }) => [
      `  ${collection}/${document}${isNew ? ' (new)' : ''}`,
      ...fields.map(
        ({ after, before, path }) => `    ${path}: ${showValue(before)} → ${showValue(after)}`,
      ),
    ]),
  ]
}
