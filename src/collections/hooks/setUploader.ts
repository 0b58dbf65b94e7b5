import type { FieldHook } from 'payload'

/** Whoever uploads a file is kept with it. */
export const setUploader: FieldHook = ({ operation, req, value }) =>
  operation === 'create' && req.user?.collection === 'users' ? req.user.id : value
