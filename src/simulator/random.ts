/** A source of chance that the seed decides: the same seed gives the same answers in the same order. */
export interface Random {
  /** From 0 up to, but never, 1. */
  next: () => number
  /** A whole number, both ends included. */
  whole: (from: number, to: number) => number
  /** A number between the two. */
  between: (from: number, to: number) => number
  /** `true` with the given probability (0 to 1). */
  chance: (probability: number) => boolean
  pick: <T>(items: readonly T[]) => T
  /** Picks by weight: `{ often: 8, seldom: 1 }`. */
  weighted: <T extends string>(weights: Record<T, number>) => T
  shuffle: <T>(items: readonly T[]) => T[]
}

/** Makes a source of chance out of a text (sfc32, seeded by FNV-1a). Not for secrets. */
export const createRandom = (seed: string): Random => {
  const next = sfc32(hashText(`${seed}/a`), hashText(`${seed}/b`), hashText(`${seed}/c`))
  const whole = (from: number, to: number) => from + Math.floor(next() * (to - from + 1))
  return {
    next,
    whole,
    between: (from, to) => from + next() * (to - from),
    chance: (probability) => next() < probability,
    pick: <T>(items: readonly T[]) => items[Math.floor(next() * items.length)]!,
    weighted: <T extends string>(weights: Record<T, number>) => {
      const entries = Object.entries(weights) as [T, number][]
      let rest = next() * entries.reduce((sum, [, weight]) => sum + weight, 0)
      return (entries.find(([, weight]) => (rest -= weight) < 0) ?? entries[0]!)[0]
    },
    shuffle: (items) => {
      const result = [...items]
      for (let last = result.length - 1; last > 0; last--) {
        const other = whole(0, last)
        const kept = result[last]!
        result[last] = result[other]!
        result[other] = kept
      }
      return result
    },
  }
}

/** A 32-bit number that stands for a text. */
export const hashText = (text: string): number => {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return hash >>> 0
}

const sfc32 = (first: number, second: number, third: number) => {
  let [a, b, c, counter] = [first, second, third, 1]
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    return (sum >>> 0) / 4294967296
  }
  for (let round = 0; round < 12; round++) next()
  return next
}
