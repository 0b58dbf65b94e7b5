import type { Db } from 'mongodb'

import type { ApplicationDocument, ConversationDocument } from '@/projections/documents'
import { toListed } from '@/projector/frames'

import { maximumReadMs } from './database'
import { isoDates } from './isoDates'

/** A conversation as a list shows it, with the summary of the application that it links to. */
export interface ConversationCard extends Record<string, unknown> {
  id: string
  revision: number
  application: ApplicationSummary | null
}

/** What a card tells of an application. */
export interface ApplicationSummary {
  id: string
  revision: number
  applicationNumber: string
  loanAmount: number | null
  loanTerm: number | null
  applicationOutcome: string | null
  currentProcessStage: string | null
  stages: { stageName: string | null; complete: boolean }[]
  assessments: Record<string, unknown>
}

/** The cards of conversations that were read already; the applications come in one more read. */
export const toCards = async (
  database: Db,
  conversations: readonly ConversationDocument[],
): Promise<ConversationCard[]> => {
  const ids = [...new Set(conversations.flatMap(({ applicationId }) => applicationId ?? []))]
  const applications = await database
    .collection<ApplicationDocument>('applications')
    .find({ _id: { $in: ids } }, { projection: summaryFields, maxTimeMS: maximumReadMs })
    .toArray()
  const summaries = new Map(applications.map((found) => [found._id, toSummary(found)]))
  return conversations.map((conversation) => ({
    ...(isoDates(toListed('conversations', conversation)) as { id: string; revision: number }),
    application: summaries.get(conversation.applicationId ?? '') ?? null,
  }))
}

const summaryFields = {
  applicationNumber: 1,
  loanAmount: 1,
  loanTerm: 1,
  applicationOutcome: 1,
  assessments: 1,
  revision: 1,
  'applicationProcess.currentProcessStage': 1,
  'applicationProcess.applicationProcessState.stageName': 1,
  'applicationProcess.applicationProcessState.complete': 1,
}

const toSummary = (document: ApplicationDocument): ApplicationSummary => {
  const { assessments } = toListed('applications', document)
  const process = document.applicationProcess as {
    currentProcessStage?: string | null
    applicationProcessState?: { stageName?: string | null; complete?: boolean | null }[] | null
  } | null
  return {
    id: document._id,
    revision: document.revision,
    applicationNumber: document.applicationNumber,
    loanAmount: document.loanAmount ?? null,
    loanTerm: document.loanTerm ?? null,
    applicationOutcome: document.applicationOutcome ?? null,
    currentProcessStage: process?.currentProcessStage ?? null,
    stages: (process?.applicationProcessState ?? []).map(({ complete, stageName }) => ({
      stageName: stageName ?? null,
      complete: complete === true,
    })),
    assessments: assessments as Record<string, unknown>,
  }
}
