import { executeAuthStrategies, type Payload, type TypedUser } from 'payload'

/**
 * Who asks, by session or API key. `payload.auth` would work out beside it what they may do with
 * every field of every collection: milliseconds, which everybody who comes back after a restart
 * would cost at once.
 */
export const userOf = async (payload: Payload, headers: Headers): Promise<TypedUser | null> =>
  (await executeAuthStrategies({ headers, payload })).user
