import { countOutstanding } from '@/exporter/readArchive'
import type { SinkStatus } from '@/exporter/sink'
import { readWitnesses } from '@/exporter/witness'
import type { Store } from '@/projector/store'

import type { Report } from '../run'

/** How far one sink is, and what it lacks. */
export const reportStatus = async (
  store: Store,
  { details, place, position, rows, writtenAt }: SinkStatus,
): Promise<Report> => {
  const behind = position && (await countOutstanding(store, position))
  const more = Object.entries(details).map(([name, value]) => `${name} ${value}`)
  return {
    json: {
      place,
      rows,
      ...details,
      writtenAt: writtenAt ?? null,
      sequence: position?.sequence ?? null,
      exportId: position?.exportId ?? null,
      behind: behind?.entries ?? null,
      isBehindAtLeast: behind?.isAtLeast ?? false,
    },
    text: position
      ? [
          `${place}: ${rows} rows, latest write ${position.sequence} at ${writtenAt}`,
          ...(more.length > 0 ? [`  ${more.join(', ')}`] : []),
          `  behind by ${behind!.isAtLeast ? 'at least ' : ''}${behind!.entries} entries`,
        ].join('\n')
      : `${place}: nothing was exported there.`,
  }
}

/** The exports that the archive remembers. */
export const reportWitnesses = async (store: Store): Promise<Report> => {
  const exports = (await readWitnesses(store)).map(({ _id, at, place, sequence }) => ({
    exportId: _id,
    place,
    sequence,
    at: at.toISOString(),
  }))
  return {
    json: { exports },
    text:
      exports.length === 0
        ? 'Nothing was exported yet.'
        : exports
            .map(({ at, place, sequence }) => `${place}: write ${sequence} at ${at}`)
            .join('\n'),
  }
}
