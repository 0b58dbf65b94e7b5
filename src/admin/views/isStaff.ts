/** Whether someone may watch conversations: a user of the admin panel with one of the two roles. */
export const isStaff = <T extends object>(user: T | null | undefined): user is T =>
  user !== null &&
  user !== undefined &&
  'collection' in user &&
  user.collection === 'users' &&
  'role' in user &&
  (user.role === 'supervisor' || user.role === 'admin')
