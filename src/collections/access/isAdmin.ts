import type { PayloadRequest } from 'payload'

import { roleOf } from './role'

/** Admins alone. */
export const isAdmin = ({ req }: { req: PayloadRequest }): boolean => roleOf(req.user) === 'admin'
