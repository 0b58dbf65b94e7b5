import { toDocumentId } from '@/ledger/documentId'
import { type AssessmentMade, eventTypes, type LedgerEvent } from '@/ledger/event'
import type { ApplicationProcess } from '@/ledger/events/applicationProcess'
import { type JsonValue, toStoredJson } from '@/ledger/json'
import { isEarlier, isLater } from '@/ledger/streamId'

import type { ApplicationDocument } from './documents'
import { insertByEvent, insertLink } from './insertOnly'
import { setField, setFields } from './lastWriter'
import { withPortalFacts } from './portal/portalFacts'
import type { Projection } from './projection'

/** Types that say something of the application itself; the others only link it. */
export const applicationTypes: readonly LedgerEvent['type'][] = [
  'applicationDetail_changed',
  'identityRisk_assessment',
  'serviceability_assessment_results',
  'fraudCheck_results',
  'noticeboard_updated',
  'final_decision',
]

/** Whether events of a type say something of their application, beyond naming it. */
export const isAboutApplicationType = (type: string): boolean =>
  (applicationTypes as readonly string[]).includes(type)

/** Whether an event says something of its application, beyond naming it. */
export const isAboutApplication = (event: LedgerEvent): boolean =>
  isAboutApplicationType(event.type)

/** One document an application. */
export const applications: Projection<ApplicationDocument> = {
  name: 'applications',
  version: 2,
  // Each of them may link it.
  handles: eventTypes,
  keysOf: ({ applicationId }) => (applicationId ? [toDocumentId(applicationId)] : []),
  evolve: (document, event) => {
    const next = document ? copy(document) : begin(event)
    link(next, event)
    if (isAboutApplication(event)) {
      next.version += 1
      if (!next.updatedAt || event.occurredAt > next.updatedAt) next.updatedAt = event.occurredAt
      change(next, event)
      next.ledger.portal = withPortalFacts(next, event)
      derive(next)
    }
    return next
  },
}

const begin = ({ applicationId = '' }: LedgerEvent): ApplicationDocument => ({
  _id: toDocumentId(applicationId),
  applicationNumber: applicationId,
  assessments: {},
  noticeboard: [],
  conversations: [],
  version: 0,
  revision: 0,
  ledger: { stamps: {}, conversationsSince: [], claims: [], portal: {} },
})

const copy = (document: ApplicationDocument): ApplicationDocument => ({
  ...document,
  ledger: { ...document.ledger, stamps: { ...document.ledger.stamps } },
})

const link = (next: ApplicationDocument, event: LedgerEvent): void => {
  const { conversationId, customerId, id } = event
  if (conversationId) {
    const list = { ids: next.conversations, since: next.ledger.conversationsSince }
    const { ids, since } = insertLink(list, toDocumentId(conversationId), id)
    next.conversations = [...ids]
    next.ledger.conversationsSince = [...since]
  }
  if (customerId) claim(next, toDocumentId(customerId), id)
}

/** Of all customers that were named together with the application, the latest one is its customer. */
const claim = (next: ApplicationDocument, customerId: string, by: string): void => {
  const known = next.ledger.claims.find((other) => other.customerId === customerId)
  const claimed = {
    customerId,
    first: known && !isEarlier(by, known.first) ? known.first : by,
    last: known && !isLater(by, known.last) ? known.last : by,
  }
  const claims = [...next.ledger.claims.filter((other) => other !== known), claimed]
  next.ledger.claims = claims.sort((left, right) => (left.customerId < right.customerId ? -1 : 1))
  const winner = claims.reduce((best, other) => (isLater(other.last, best.last) ? other : best))
  next.customerId = winner.customerId
  next.ledger.stamps.customerId = winner.first
}

const change = (next: ApplicationDocument, event: LedgerEvent): void => {
  switch (event.type) {
    case 'applicationDetail_changed': {
      const { application, applicationNumber } = event.detail
      const { applicationProcess: process, ...fields } = application
      if (applicationNumber) setField(next, 'applicationNumber', applicationNumber, event.id)
      setFields(next, fields, event.id)
      if (process !== undefined)
        setField(
          next,
          'applicationProcess',
          process && toStoredProcess(process, event.id),
          event.id,
        )
      break
    }
    case 'noticeboard_updated': {
      const { agentName, content, versions } = event.note
      next.noticeboard = insertByEvent(next.noticeboard, {
        id: event.id,
        agentName,
        content,
        timestamp: event.occurredAt,
        versions: versions.map((version, index) => ({ id: `${event.id}-${index}`, ...version })),
      })
      break
    }
    case 'final_decision':
      setField(next, 'applicationOutcome', event.outcome, event.id)
      break
    case 'identityRisk_assessment':
    case 'serviceability_assessment_results':
    case 'fraudCheck_results':
      assess(next, event)
  }
}

const assessmentFields = {
  identityRisk_assessment: 'identityRisk',
  serviceability_assessment_results: 'serviceability',
  fraudCheck_results: 'fraudCheck',
} as const

const assess = (next: ApplicationDocument, { assessment, id, type }: AssessmentMade): void => {
  const field = assessmentFields[type]
  const stamp = `assessments.${field}`
  if (!isLater(id, next.ledger.stamps[stamp])) return
  next.ledger.stamps[stamp] = id
  next.assessments = { ...next.assessments, [field]: toStoredJson(assessment) }
}

/** A fee that was never sent is 5 % of the amount; a total that was never sent is amount + fee. */
const derive = (next: ApplicationDocument): void => {
  const { loanAmount, ledger } = next
  if (ledger.stamps.loanFee === undefined) assign(next, 'loanFee', inCents(loanAmount, 0.05))
  if (ledger.stamps.loanTotalPayable === undefined) {
    const { loanFee } = next
    const total = isNumber(loanAmount) && isNumber(loanFee) ? loanAmount + loanFee : undefined
    assign(next, 'loanTotalPayable', inCents(total, 1))
  }
}

const assign = (
  next: ApplicationDocument,
  field: 'loanFee' | 'loanTotalPayable',
  value: number | undefined,
): void => {
  if (value === undefined) delete next[field]
  else next[field] = value
}

const isNumber = (value: unknown): value is number => typeof value === 'number'

/** Whole cents; the product is taken to 12 digits first, so that 1.005 × 100 rounds as on paper. */
const inCents = (amount: number | null | undefined, factor: number): number | undefined => {
  if (!isNumber(amount)) return undefined
  const cents = Math.round(Number((amount * factor * 100).toPrecision(12))) / 100
  return Number.isFinite(cents) ? cents : undefined
}

/** Rows get ids that follow from the event, and JSON of unknown shape its stored form. */
const toStoredProcess = (process: ApplicationProcess, by: string): Record<string, unknown> => ({
  ...process,
  applicationProcessState: process.applicationProcessState?.map((stage, stageIndex) => ({
    id: `${by}-${stageIndex}`,
    ...stage,
    steps: stage.steps?.map(({ businessLogic, prompts, ...step }, stepIndex) => ({
      id: `${by}-${stageIndex}-${stepIndex}`,
      ...step,
      ...(prompts && { prompts: withStoredJson(prompts, ['mappingOut']) }),
      ...(businessLogic && {
        businessLogic: withStoredJson(businessLogic, ['mappingIn', 'mappingOut']),
      }),
    })),
  })),
  conversation: process.conversation?.map((remark, index) => ({ id: `${by}-${index}`, ...remark })),
})

const withStoredJson = <T extends object>(group: T, fields: (keyof T)[]): T => {
  const stored = { ...group }
  for (const field of fields)
    if (stored[field] !== undefined)
      stored[field] = toStoredJson(stored[field] as JsonValue) as T[keyof T]
  return stored
}
