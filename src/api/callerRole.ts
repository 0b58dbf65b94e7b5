import type { Payload } from 'payload'

import { roleOf, type Role } from '@/collections/access/role'

import { withoutForeignCookies } from './sameOrigin'
import { userOf } from './userOf'

/** Who asks: a role, somebody without one, nobody, or nobody knows because the database hangs. */
export type Caller = { role: Role } | 'no-role' | 'nobody' | 'not-known'

/** Finds out who asks, within a time: sessions and API keys are looked up in the database. */
export const callerOf = async (
  payload: Payload,
  incoming: Request,
  withinMs: number,
): Promise<Caller> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Caller>((resolve) => {
    timer = setTimeout(() => resolve('not-known'), withinMs)
  })
  try {
    return await Promise.race([readCaller(payload, incoming), late])
  } catch (error) {
    payload.logger.warn({ err: error, msg: 'a caller could not be looked up' })
    return 'not-known'
  } finally {
    clearTimeout(timer)
  }
}

const readCaller = async (payload: Payload, incoming: Request): Promise<Caller> => {
  const user = await userOf(payload, withoutForeignCookies(incoming).headers)
  if (!user) return 'nobody'
  const role = roleOf(user)
  return role === undefined ? 'no-role' : { role }
}
