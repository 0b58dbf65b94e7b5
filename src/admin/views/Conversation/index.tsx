import type { DocumentViewServerProps } from 'payload'

import { AccessDenied } from '../../components/AccessDenied'
import { isStaff } from '../isStaff'
import { readPosition } from '../readPosition'
import { ConversationPage } from './ConversationPage.client'

/** One conversation with all that is known around it. It is for watching: there is no form. */
export const ConversationView = async ({
  doc,
  initPageResult,
  payload,
}: DocumentViewServerProps) => {
  const { user } = initPageResult.req
  if (!isStaff(user)) return <AccessDenied />
  return <ConversationPage eventId={await readPosition({ payload, user })} id={String(doc.id)} />
}
