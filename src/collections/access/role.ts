/** What a user may be. Nobody else may see anything. */
export const roles = ['admin', 'supervisor'] as const

/** @see roles */
export type Role = (typeof roles)[number]

/**
 * The staff role of whoever asks, or nothing: for nobody, for accounts of other auth collections,
 * and for users whose role was taken away.
 */
export const roleOf = (user: unknown): Role | undefined => {
  const { collection, role } = (user ?? {}) as { collection?: unknown; role?: unknown }
  return collection === 'users' ? roles.find((known) => known === role) : undefined
}
