import type { CustomerCaller } from './caller'

/** How many live streams customers have open in this process. */
export interface StreamCounts {
  /**
   * Counts one more stream of a caller.
   * @returns what counts it out again, once; nothing where the caller, or all of them, have too many
   */
  take: (caller: CustomerCaller) => (() => void) | undefined
}

/** @see StreamCounts */
export const createStreamCounts = ({
  // Room is left for supervisors: the hub serves twice as many.
  maximum = 1_000,
  maximumOfClient = 500,
  maximumOfCustomer = 5,
} = {}): StreamCounts => {
  const counts = new Map<string, number>()
  let total = 0
  return {
    take: (caller) => {
      const isCustomer = caller.kind === 'customer'
      const key = `${caller.kind} ${isCustomer ? caller.customerId : caller.id}`
      const open = counts.get(key) ?? 0
      if (total >= maximum || open >= (isCustomer ? maximumOfCustomer : maximumOfClient))
        return undefined
      total += 1
      counts.set(key, open + 1)
      let isOpen = true
      return () => {
        if (!isOpen) return
        isOpen = false
        total -= 1
        const left = (counts.get(key) ?? 1) - 1
        if (left > 0) counts.set(key, left)
        else counts.delete(key)
      }
    },
  }
}
