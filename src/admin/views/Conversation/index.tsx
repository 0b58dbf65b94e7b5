import type { DocumentViewServerProps } from 'payload'

import { fromDocumentId } from '@/ledger/documentId'

import { AccessDenied } from '../../components/AccessDenied'
import { isStaff } from '../isStaff'
import { readPosition } from '../readPosition'
import { ConversationPage } from './ConversationPage.client'
import { readParked } from './readParked'

/** One conversation with all that is known around it. It is for watching: there is no form. */
export const ConversationView = async ({
  doc,
  initPageResult,
  payload,
}: DocumentViewServerProps) => {
  const { user } = initPageResult.req
  if (!isStaff(user)) return <AccessDenied />
  const id = String(doc.id)
  const conversationId = fromDocumentId(id)
  const [eventId, parked] = await Promise.all([
    readPosition({ payload, user }),
    readParked({ conversationId, payload, user }),
  ])
  return (
    <ConversationPage conversationId={conversationId} eventId={eventId} id={id} parked={parked} />
  )
}
