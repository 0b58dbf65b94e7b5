import { type Command, InvalidArgumentError, Option } from 'commander'

import { deadLettersOf, type Store } from '@/projector/store'

import { type Report, runWithStore } from '../run'

const statuses = ['parked', 'retried', 'discarded', 'all'] as const

interface Options {
  status: (typeof statuses)[number]
  limit: number
  json?: boolean
}

/** `dead-letters list`: the latest first, one a line. */
export const addListCommand = (letters: Command): void => {
  letters
    .command('list')
    .description('what is parked, the latest failure first')
    .addOption(
      new Option('--status <status>', 'which ones').choices([...statuses]).default('parked'),
    )
    .option('--limit <n>', 'at most so many', toLimit, 100)
    .option('--json', 'answer as JSON')
    .action((options: Options) =>
      runWithStore(options.json === true, (store) => list(store, options)),
    )
}

const list = async (store: Store, { limit, status }: Options): Promise<Report> => {
  const letters = deadLettersOf(store)
  const filter = status === 'all' ? {} : { status }
  const total = await letters.countDocuments(filter)
  const found = await letters
    .find(filter, {
      sort: { lastFailedAt: -1 },
      limit,
      projection: { entry: 0, stack: 0, reason: 0 },
    })
    .toArray()
  const lines = found.map(({ cid, code, lastFailedAt, path, status, streamId, typ }) =>
    [streamId, code, path ?? '-', typ ?? '-', cid ?? '-', status, lastFailedAt.toISOString()].join(
      '  ',
    ),
  )
  return {
    json: { total, docs: found.map(({ _id, ...letter }) => ({ id: _id, ...letter })) },
    text: [...lines, `${found.length} of ${total} dead letters`].join('\n'),
  }
}

const maximumLimit = 10_000

const toLimit = (text: string): number => {
  const limit = Number(text)
  if (Number.isInteger(limit) && limit > 0 && limit <= maximumLimit) return limit
  throw new InvalidArgumentError(`must be a whole number from 1 to ${maximumLimit}`)
}
