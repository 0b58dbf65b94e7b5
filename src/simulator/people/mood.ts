import type { Random } from '../random'

/** How many words a customer makes. */
export type Register = 'plain' | 'terse' | 'chatty'

export type MoodName = 'calm' | 'anxious' | 'hurried' | 'confused' | 'chatty' | 'terse'

/** How a customer writes, decided once for a conversation. */
export interface Mood {
  name: MoodName
  register: Register
  /** Multiplies the time that the customer takes; 1 is ordinary. */
  pace: number
  /** Probability of asking something of their own instead of answering at once. */
  asksBack: number
  /** Probability of a typing mistake in a word. */
  typos: number
  isLowercase: boolean
  /** Probability of an emoji at the end. */
  emoji: number
}

export const createMood = (random: Random): Mood => {
  const name = random.weighted<MoodName>({
    calm: 30,
    anxious: 17,
    hurried: 14,
    confused: 12,
    chatty: 14,
    terse: 13,
  })
  const register = { calm: 'plain', anxious: 'plain', confused: 'plain' } as const
  return {
    name,
    register:
      name === 'chatty'
        ? 'chatty'
        : name in register
          ? 'plain'
          : random.chance(0.75)
            ? 'terse'
            : 'plain',
    pace: paces[name] * random.between(0.65, 1.5),
    asksBack: {
      calm: 0.06,
      anxious: 0.14,
      hurried: 0.05,
      confused: 0.2,
      chatty: 0.14,
      terse: 0.03,
    }[name],
    typos: random.chance(0.35) ? random.between(0.03, 0.1) : 0.004,
    isLowercase: random.chance(name === 'terse' || name === 'hurried' ? 0.6 : 0.22),
    emoji: random.chance(0.3) ? random.between(0.08, 0.3) : 0,
  }
}

const paces: Record<MoodName, number> = {
  calm: 1,
  anxious: 0.9,
  hurried: 0.6,
  confused: 1.4,
  chatty: 1.25,
  terse: 0.8,
}
