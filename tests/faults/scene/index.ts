import { setTimeout as delay } from 'node:timers/promises'

import { untilCaughtUp } from '../../support/worker'

import { bringUp, type Parts, timeZone } from './bringUp'
import { playEntries } from './entries'
import { judge, type Judgement } from './judge'
import { startLoad } from './load'
import { createNumbersJudge } from './numbers'
import { feedOf } from './settings'

/** Engines, projector processes and load on which faults are played. */
export interface Scene extends Omit<Parts, 'accidents' | 'producer'> {
  /** Redis came back without its data: what it alone had is excused. */
  admitLostData: () => void
  /** Entries were deleted before they were read: health does not say "healthy" again. */
  admitReportedLoss: () => void
  /** Random numbers from 0 to 1, the same for the same seed. */
  random: () => number
  /** Plays a fault under load, waits until all is quiet, and judges everything. */
  playRound: (play: (scene: Scene) => Promise<void>) => Promise<Judgement>
}

const warmUpMs = 400
const coolDownMs = 600
const settleTimeoutMs = 90_000
const healthyWithinMs = 15_000

/** Brings a scene up. @param eventsPerSecond how fast the producer appends during a round */
export const openScene = async ({
  eventsPerSecond = 100,
  seed,
}: {
  seed: number
  eventsPerSecond?: number
}): Promise<Scene> => {
  const { accidents, producer, ...parts } = await bringUp()
  const { control, health, store, stream } = parts
  const numbers = createNumbersJudge(store, timeZone)
  let number = 0
  let lostBeforeMs = 0
  let isLossReported = false
  let isLossExpected = false

  const playRound: Scene['playRound'] = async (play) => {
    number += 1
    lostBeforeMs = 0
    isLossExpected = false
    const ledgerPosition = await lastId(stream)
    const feedPosition = await lastId(feedOf(stream).stream)
    const load = startLoad(producer, {
      stream,
      perSecond: eventsPerSecond,
      entries: playEntries(seed, number),
    })
    try {
      await delay(warmUpMs)
      await play(scene)
      await delay(coolDownMs)
    } finally {
      await load.stop()
    }
    const stuck = await untilCaughtUp(control, stream, settleTimeoutMs).then(
      () => [],
      (error: Error) => [error.message],
    )
    const uncounted = await numbers.untilCounted(settleTimeoutMs)
    const findings = isLossReported ? [] : await health.untilHealthy(healthyWithinMs)
    const round = { number, ledgerPosition, feedPosition, lostBeforeMs, isLossExpected, ...load }
    const judgement = await judge({ store, redis: control, stream }, round)
    return {
      ...judgement,
      violations: [
        ...stuck,
        ...uncounted,
        ...health.takeFalseVerdicts(),
        ...findings.map((code) => `health still says ${code} although all is done`),
        ...accidents.splice(0),
        ...judgement.violations,
        ...(await numbers.judge(number, judgement.projected)),
      ],
    }
  }

  const lastId = async (key: string): Promise<string> => {
    const [last] = await control.xrevrange(key, '+', '-', 'COUNT', 1)
    return last?.[0] ?? '0-0'
  }

  const scene: Scene = {
    ...parts,
    admitLostData: () => {
      lostBeforeMs = Date.now()
    },
    admitReportedLoss: () => {
      isLossReported = true
      isLossExpected = true
    },
    random: randomFrom(seed),
    playRound,
  }
  return scene
}

const randomFrom = (seed: number): (() => number) => {
  let state = (seed % 2_147_483_646) + 1
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}
