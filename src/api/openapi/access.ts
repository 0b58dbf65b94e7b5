import type { Access, FieldAccess, Payload, PayloadRequest } from 'payload'

import { roles } from '@/collections/access/role'

import type { Caller } from './callers'

/**
 * Who passes an access rule of Payload's: it is asked as nobody, and as somebody of each role. A
 * rule that needs more than that to decide may let them pass.
 */
export const callersOf = async (
  access: Access | FieldAccess,
  payload: Pick<Payload, 'config'>,
): Promise<Caller[]> => {
  const askers: [Caller, PayloadRequest['user']][] = [
    ['anyone', null],
    ...roles.map((role): [Caller, PayloadRequest['user']] => [role, somebody(role)]),
  ]
  const passing = await Promise.all(
    askers.map(async ([caller, user]) => ((await mayPass(access, user, payload)) ? caller : [])),
  )
  return passing.flat()
}

const mayPass = async (
  access: Access | FieldAccess,
  user: PayloadRequest['user'],
  payload: Pick<Payload, 'config'>,
): Promise<boolean> => {
  const req = { user, payload, context: {}, headers: new Headers(), query: {} }
  try {
    return (await access({ req } as never)) !== false
  } catch {
    return true
  }
}

const somebody = (role: (typeof roles)[number]): PayloadRequest['user'] =>
  ({ id: '0'.repeat(24), collection: 'users', email: 'somebody@example.com', role }) as never
