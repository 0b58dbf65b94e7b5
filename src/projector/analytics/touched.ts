import { toDocumentId } from '@/ledger/documentId'
import { isAboutApplicationType } from '@/projections/applications'

import type { BatchStamp } from '../gateMaster'
import type { ArchivedEntry } from '../store'

/** Which documents some events may have changed, and in which way. */
export interface Touched {
  /** Conversations that have further events. */
  conversations: Set<string>
  /** Applications that are named. */
  applications: Set<string>
  /** Of these, those that have further events of their own. */
  begun: Set<string>
}

/** Nothing. */
export const nothingTouched = (): Touched => ({
  conversations: new Set(),
  applications: new Set(),
  begun: new Set(),
})

/** Whether a document was worked out, for one of the ways to be touched, after an entry was committed. */
export type IsCovered = (
  way: keyof Touched,
  documentId: string,
  entry: Partial<BatchStamp>,
) => boolean

/**
 * Adds what some archived entries concern; what was not applied concerns nothing.
 * @param isCovered documents that an entry cannot change any more; by default none
 */
export const touch = (
  touched: Touched,
  entries: readonly ArchivedEntry[],
  isCovered: IsCovered = () => false,
): void => {
  for (const entry of entries) {
    const { applicationId, cid, disposition, typ = '' } = entry
    if (disposition !== 'applied') continue
    const add = (way: keyof Touched, id: string): boolean => {
      if (isCovered(way, id, entry)) return false
      touched[way].add(id)
      return true
    }
    if (cid) add('conversations', toDocumentId(cid))
    if (!applicationId) continue
    const id = toDocumentId(applicationId)
    const mayHaveBegun = isAboutApplicationType(typ) && add('begun', id)
    // Whatever has begun otherwise is worked out again, with what links to it.
    if (mayHaveBegun) touched.applications.add(id)
    else add('applications', id)
  }
}
