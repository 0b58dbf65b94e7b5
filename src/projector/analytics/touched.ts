import { toDocumentId } from '@/ledger/documentId'
import { isAboutApplicationType } from '@/projections/applications'

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

/** Adds what some archived entries concern; what was not applied concerns nothing. */
export const touch = (touched: Touched, entries: readonly ArchivedEntry[]): void => {
  for (const { applicationId, cid, disposition, typ = '' } of entries) {
    if (disposition !== 'applied') continue
    if (cid) touched.conversations.add(toDocumentId(cid))
    if (!applicationId) continue
    touched.applications.add(toDocumentId(applicationId))
    if (isAboutApplicationType(typ)) touched.begun.add(toDocumentId(applicationId))
  }
}
