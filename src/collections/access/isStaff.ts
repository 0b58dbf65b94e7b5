import type { PayloadRequest } from 'payload'

import { roleOf } from './role'

/** Supervisors and admins. */
export const isStaff = ({ req }: { req: PayloadRequest }): boolean => roleOf(req.user) !== undefined
