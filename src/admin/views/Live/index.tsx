import type { AdminViewServerProps } from 'payload'

import { AccessDenied } from '../../components/AccessDenied'
import { isStaff } from '../isStaff'
import { readPosition } from '../readPosition'
import { LiveBoard } from './LiveBoard.client'

/** The board of live conversations: where staff land after the login. */
export const LiveView = async ({ initPageResult, payload }: AdminViewServerProps) => {
  const { user } = initPageResult.req
  if (!isStaff(user)) return <AccessDenied />
  return <LiveBoard eventId={await readPosition({ payload, user })} />
}
