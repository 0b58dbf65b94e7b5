import { toDocumentId } from '@/ledger/documentId'
import { isUtterance, type LedgerEvent, type UtteranceMade } from '@/ledger/event'
import { fromStoredJson } from '@/ledger/json'
import type {
  ApplicationDocument,
  ProjectedDocument,
  UtteranceDocument,
} from '@/projections/documents'
import type { ChangeFrame } from '@/realtime/frames'

import type { FoldedBatch } from './foldBatch'
import type { ChangedDocument } from './workingSet'

/** What screens are told of a batch: one frame for each document that changed and each thing said. */
export const toFrames = (
  events: readonly LedgerEvent[],
  changed: FoldedBatch,
  publishedAt: Date,
): ChangeFrame[] => {
  const timestamp = publishedAt.toISOString()
  const frames =
    (collection: string) =>
    ({ document, eventId, operation }: ChangedDocument<ProjectedDocument>): ChangeFrame => ({
      collection,
      operation,
      doc: toListed(collection, document),
      eventId,
      timestamp,
    })
  return [
    // What customers see of conversations is worked out of these, where it is read.
    ...changed['customer-applications'].map(frames('customer-applications')),
    // Then the conversations: who follows one learns from it which documents belong to it.
    ...changed.conversations.map(frames('conversations')),
    ...changed.applications.map(frames('applications')),
    ...changed.customers.map(frames('customers')),
    ...events.filter(isUtterance).map((event) => toUtteranceFrame(event, timestamp)),
  ]
}

/** A document as a list over REST would show it, with its revision. */
export const toListed = (collection: string, document: ProjectedDocument): ChangeFrame['doc'] => {
  const {
    _id,
    ledger: _ledger,
    searchTerms: _terms,
    ...fields
  } = document as ProjectedDocument & {
    ledger?: unknown
    searchTerms?: unknown
  }
  const doc: ChangeFrame['doc'] = { id: _id, ...fields }
  return collection === 'applications'
    ? { ...doc, ...restoreJson(document as ApplicationDocument) }
    : doc
}

/** One thing said, as the transcript shows it. */
export const toUtteranceDocument = ({
  id,
  occurredAt,
  type,
  utterance,
}: UtteranceMade): UtteranceDocument => ({
  id,
  username: type === 'user_input' ? 'customer' : 'assistant',
  ...utterance,
  createdAt: occurredAt,
  updatedAt: occurredAt,
})

const toUtteranceFrame = (event: UtteranceMade, timestamp: string): ChangeFrame => ({
  collection: 'utterances',
  operation: 'create',
  doc: { conversationId: toDocumentId(event.conversationId), ...toUtteranceDocument(event) },
  eventId: event.id,
  timestamp,
})

const restoreJson = ({ applicationProcess, assessments }: ApplicationDocument) => ({
  assessments: Object.fromEntries(
    Object.entries(assessments).map(([name, stored]) => [name, fromStoredJson(stored)]),
  ),
  ...(applicationProcess && { applicationProcess: restoreProcess(applicationProcess) }),
})

/** The parts of a process whose JSON of unknown shape may be stored as text. */
interface StoredProcess {
  applicationProcessState?: StoredStage[] | null
}
interface StoredStage {
  steps?: StoredStep[] | null
}
interface StoredStep {
  prompts?: StoredMappings | null
  businessLogic?: StoredMappings | null
}
interface StoredMappings {
  mappingIn?: unknown
  mappingOut?: unknown
}

/** Processes are large and mappings rare: what holds no mapping is passed on uncopied. */
const restoreProcess = (process: StoredProcess): StoredProcess => {
  const stages = process.applicationProcessState
  if (!stages?.some(({ steps }) => steps?.some(hasMappings))) return process
  return {
    ...process,
    applicationProcessState: stages.map((stage) => ({
      ...stage,
      ...(stage.steps && { steps: stage.steps.map(restoreStep) }),
    })),
  }
}

const hasMappings = ({ businessLogic, prompts }: StoredStep): boolean =>
  [businessLogic, prompts].some(
    (group) => group?.mappingIn !== undefined || group?.mappingOut !== undefined,
  )

const restoreStep = (step: StoredStep): StoredStep => ({
  ...step,
  ...(step.prompts && { prompts: restoreMappings(step.prompts) }),
  ...(step.businessLogic && { businessLogic: restoreMappings(step.businessLogic) }),
})

const restoreMappings = (group: StoredMappings): StoredMappings => ({
  ...group,
  ...(group.mappingIn !== undefined && { mappingIn: fromStoredJson(group.mappingIn) }),
  ...(group.mappingOut !== undefined && { mappingOut: fromStoredJson(group.mappingOut) }),
})
