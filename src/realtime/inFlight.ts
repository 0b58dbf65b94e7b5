/**
 * Lets everybody who asks for the same thing at the same time share one answer. Nothing is kept
 * once it is answered.
 */
export const createInFlight = <T>(
  ask: (key: string) => Promise<T>,
): ((key: string) => Promise<T>) => {
  const asked = new Map<string, Promise<T>>()
  return (key) => {
    const known = asked.get(key)
    if (known) return known
    const answer = ask(key).finally(() => asked.delete(key))
    asked.set(key, answer)
    return answer
  }
}
