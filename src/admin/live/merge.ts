import { compareStreamIds } from '@/ledger/streamId'

import type { Application, ApplicationSummary, Utterance, Versioned } from './documents'

/**
 * Chooses between two states of one document: the one with the greater revision. At the same
 * revision the known one stays, so that nothing that shows it has to render again.
 */
export const newerOf = <T extends Versioned>(known: T | undefined, incoming: T): T =>
  known !== undefined && revisionOf(known) >= revisionOf(incoming) ? known : incoming

/**
 * Puts utterances where they belong in the ledger's order. Repeats are dropped; the list comes
 * back unchanged (the same array) where there is nothing new.
 */
export const mergeUtterances = (known: Utterance[], incoming: Utterance[]): Utterance[] => {
  const ids = new Set(known.map(({ id }) => id))
  const fresh = incoming.filter(({ id }) => !ids.has(id) && ids.add(id))
  if (fresh.length === 0) return known
  const merged = [...known, ...fresh]
  return isSorted(merged) ? merged : merged.sort((a, b) => compareStreamIds(a.id, b.id))
}

/** The part of a whole application that a card shows. */
export const toApplicationSummary = (application: Application): ApplicationSummary => ({
  id: application.id,
  revision: application.revision,
  applicationNumber: application.applicationNumber,
  loanAmount: application.loanAmount,
  loanTerm: application.loanTerm,
  applicationOutcome: application.applicationOutcome,
  currentProcessStage: application.applicationProcess?.currentProcessStage,
  stages: (application.applicationProcess?.applicationProcessState ?? []).map((stage) => ({
    stageName: stage.stageName ?? '',
    complete: stage.complete === true,
  })),
  assessments: application.assessments,
})

const revisionOf = ({ revision }: Versioned): number => revision ?? 0

const isSorted = (utterances: Utterance[]): boolean =>
  utterances.every(
    ({ id }, index) => index === 0 || compareStreamIds(utterances[index - 1]!.id, id) < 0,
  )
