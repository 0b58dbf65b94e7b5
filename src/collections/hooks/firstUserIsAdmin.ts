import type { FieldHook } from 'payload'

/**
 * Whoever registers first owns the installation and becomes an admin. The operator's CLI says
 * what it wants with `context: { keepRole: true }`.
 */
export const firstUserIsAdmin: FieldHook = async ({ operation, req, value }) => {
  if (operation !== 'create' || req.context.keepRole === true) return value
  const { docs } = await req.payload.find({
    collection: 'users',
    limit: 1,
    pagination: false,
    depth: 0,
    select: {},
    req,
  })
  return docs.length === 0 ? 'admin' : value
}
