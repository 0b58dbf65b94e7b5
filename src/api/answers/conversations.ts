import { z } from 'zod'

import type { JsonValue } from '@/ledger/json'
import type { ApplicationSummary } from '@/queries/cards'
import type { AsOf } from '@/queries/readAsOf'
import type { TranscriptPage } from '@/queries/readTranscript'
import type { UtteranceView } from '@/queries/readUtterances'
import type { SearchPage } from '@/queries/searchConversations'

import { describes } from './describes'
import { assessments, listedApplication, listedConversation, listedCustomer } from './readModels'
import { eventId, nextCursor, time } from './values'

/** @see UtteranceView */
export const utterance = describes<UtteranceView>()(
  z.object({
    id: eventId,
    username: z.enum(['customer', 'assistant']),
    utterance: z.string(),
    rationale: z.string().meta({ description: 'The model’s inner reasoning; for staff only.' }),
    answerInputType: z.string(),
    prevSeq: z.number().optional(),
    endConversation: z.boolean(),
    additionalData: z.record(z.string(), z.custom<JsonValue>()),
    createdAt: time,
    updatedAt: time,
  }),
)

const applicationSummary = describes<ApplicationSummary>()(
  z.object({
    id: z.string(),
    revision: z.number(),
    applicationNumber: z.string(),
    loanAmount: z.number().nullable(),
    loanTerm: z.number().nullable(),
    applicationOutcome: z.string().nullable(),
    currentProcessStage: z.string().nullable(),
    stages: z.array(z.object({ stageName: z.string().nullable(), complete: z.boolean() })),
    assessments,
  }),
)

const card = z.object({
  ...listedConversation.shape,
  application: applicationSummary
    .nullable()
    .meta({ description: 'The application that the conversation links to.' }),
})

/** Answer of `GET /api/conversations/search`. */
export const searchAnswer = z.object({
  docs: z.array(card),
  nextCursor,
}) satisfies z.ZodType<SearchPage>

/** Answer of `GET /api/conversations/:id/transcript`. */
export const transcriptAnswer = describes<TranscriptPage>()(
  z.object({ docs: z.array(utterance), hasBefore: z.boolean(), hasAfter: z.boolean() }),
)

/** Answer of `GET /api/conversations/:id/as-of`. */
export const asOfAnswer = z.object({
  position: eventId,
  conversation: listedConversation,
  application: listedApplication.nullable(),
  customer: listedCustomer.nullable(),
}) satisfies z.ZodType<AsOf>
