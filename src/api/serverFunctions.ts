/**
 * Refuses a name that every object has. Payload looks its server functions up in a plain object
 * before it looks at who asks: `constructor` would hand anyone what the functions are given.
 * @throws {Error} where the name is no text, or such a name
 */
export const requireOwnName = (name: unknown): void => {
  if (typeof name !== 'string' || name in Object.prototype)
    throw new Error('There is no such server function.')
}
