import { compareStreamIds, type StreamId } from '@/ledger/streamId'
import type { ProjectedDocument, Stamps } from '@/projections/documents'
import type { ChangeFrame } from '@/realtime/frames'

import { toListed } from '../frames'
import type { Store } from '../store'
import type { Differing } from './compare'

/**
 * What screens are told of a switch: the documents that are otherwise now, and nothing else. No
 * event is told again.
 * @returns nothing where a document went away: screens have to load again then
 */
export const toSwitchFrames = async (
  { db }: Store,
  changed: readonly Differing[],
): Promise<ChangeFrame[] | undefined> => {
  const timestamp = new Date().toISOString()
  const frames: ChangeFrame[] = []
  for (const collection of new Set(changed.map((document) => document.collection))) {
    const ids = changed.filter((document) => document.collection === collection)
    const documents = await db
      .collection<ProjectedDocument>(collection)
      .find({ _id: { $in: ids.map(({ id }) => id) } })
      .toArray()
    if (documents.length < ids.length) return undefined
    for (const document of documents)
      frames.push({
        collection,
        operation: 'update',
        doc: toListed(collection, document),
        eventId: latestStamp(document),
        timestamp,
      })
  }
  return frames
}

/** The latest event that set a field of the document. */
const latestStamp = (document: ProjectedDocument): StreamId => {
  const { ledger } = document as ProjectedDocument & { ledger?: { stamps?: Stamps } }
  return Object.values(ledger?.stamps ?? {}).reduce(
    (latest, id) => (compareStreamIds(id, latest) > 0 ? id : latest),
    '0-0',
  )
}
