import type { Command } from 'commander'

import { fromSortableId } from '@/ledger/streamId'
import { deadLettersOf, type Store } from '@/projector/store'

import { type Report, runWithStore } from '../run'
import { noSuchLetter, readLetterId } from './letterId'

/** `dead-letters show ID`: everything that is known of one, with the entry itself. */
export const addShowCommand = (letters: Command): void => {
  letters
    .command('show')
    .description('everything that is known of one')
    .argument('<id>', 'stream id', readLetterId)
    .option('--json', 'answer as JSON')
    .action((id: string, { json = false }: { json?: boolean }) =>
      runWithStore(json, (store) => show(store, id)),
    )
}

const show = async (store: Store, id: string): Promise<Report> => {
  const letter = await deadLettersOf(store).findOne({ _id: id })
  if (!letter) throw noSuchLetter(fromSortableId(id))
  const { _id, entry, stack, ...facts } = letter
  const fields = JSON.parse(entry) as string[]
  return {
    json: { id: _id, ...facts, entry: fields, ...(stack && { stack }) },
    text: [
      ...Object.entries(facts).map(([name, value]) => `${name}: ${toText(value)}`),
      'entry:',
      ...fields.flatMap((name, index) =>
        index % 2 === 0 ? [`  ${printable(name)}: ${printable(fields[index + 1] ?? '')}`] : [],
      ),
      ...(stack ? ['stack:', printable(stack, true)] : []),
    ].join('\n'),
  }
}

const toText = (value: unknown): string =>
  value instanceof Date ? value.toISOString() : printable(String(value))

/** Text from outside must not steer the terminal. */
const printable = (text: string, keepsLines = false): string =>
  text.replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, (character) =>
    keepsLines && character === '\n'
      ? character
      : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
