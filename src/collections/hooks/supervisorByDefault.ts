import type { FieldHook } from 'payload'

/**
 * A new user is a supervisor unless somebody says otherwise. A `defaultValue` would not do:
 * Payload also gives it to stored users who have no value, and so back to whoever lost their role.
 */
export const supervisorByDefault: FieldHook = ({ operation, value }) =>
  operation === 'create' ? (value ?? 'supervisor') : value
