import { setTimeout as delay } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'

import { isReached } from '@/projector/analytics/count'
import { isSameVersion, readWanted } from '@/projector/analytics/currency'
import { readFollower } from '@/projector/analytics/state'
import { verifyAnalytics } from '@/projector/analytics/verify'
import { readPassages } from '@/projector/gateControl'
import type { Store } from '@/projector/store'

import { businessOracle, countDays } from '../../support/businessOracle'
import type { RawEntry } from '../../support/oracle'
import { readNumbers, toJson } from '../../support/storedNumbers'

/** Judges the numbers of the business. */
export interface NumbersJudge {
  /**
   * Waits until the projectors have counted everything that is committed, of the documents that are
   * live. @returns what is wrong where they have not after `timeoutMs`
   */
  untilCounted: (timeoutMs: number) => Promise<string[]>
  /**
   * Compares the numbers of a round's conversations and applications, and those of all days, with an
   * independent count, and verifies all of them.
   * @returns what is not so
   */
  judge: (round: number, projected: readonly RawEntry[]) => Promise<string[]>
}

/** Remembers what was counted in earlier rounds: the days are those of all of them. */
export const createNumbersJudge = (store: Store, timeZone: string): NumbersJudge => {
  const conversations = new Map<string, Record<string, unknown>>()
  const applications = new Map<string, Record<string, unknown>>()

  const isCounted = async (): Promise<boolean> => {
    const live = (await readFollower(store))?.live
    if (!live || live.isSwitching) return false
    const wanted = await readWanted(store, timeZone)
    return isSameVersion(live, wanted) && isReached(live.passages, await readPassages(store))
  }

  return {
    untilCounted: async (timeoutMs) => {
      const endMs = performance.now() + timeoutMs
      while (!(await isCounted())) {
        if (performance.now() > endMs)
          return [`the numbers do not catch up: ${JSON.stringify(await readFollower(store))}`]
        await delay(50)
      }
      return []
    },
    judge: async (round, projected) => {
      const counted = businessOracle(projected, timeZone)
      for (const [id, numbers] of counted.conversations) conversations.set(id, numbers)
      for (const [id, numbers] of counted.applications) applications.set(id, numbers)
      const ofRound = new RegExp(`_${round}x\\d+$`)
      const violations = [
        ...(await compare(store, 'conversation-stats', counted.conversations, ofRound)),
        ...(await compare(store, 'application-stats', counted.applications, ofRound)),
        ...(await compare(store, 'daily-metrics', countDays(conversations, applications))),
      ]
      for await (const { drifts } of verifyAnalytics(store))
        for (const { collection, differences, id } of drifts)
          violations.push(`${collection}/${id} drifted: ${JSON.stringify(differences)}`)
      return violations
    },
  }
}

const compare = async (
  store: Store,
  name: string,
  numbers: ReadonlyMap<string, unknown>,
  ids?: RegExp,
): Promise<string[]> => {
  const expected = toJson(numbers)
  const stored = await readNumbers(store, name, ids)
  return [...new Set([...Object.keys(expected), ...Object.keys(stored)])]
    .filter((id) => !isDeepStrictEqual(stored[id], expected[id]))
    .map(
      (id) =>
        `${name}/${id} is ${JSON.stringify(stored[id])} and not ${JSON.stringify(expected[id])}`,
    )
}
