import { afterAll, beforeAll, expect, it } from 'vitest'

import type { Fault } from './catalogue'
import { openScene, type Scene } from './scene'

/** Makes a test of each fault; they share one scene and are judged round by round. */
export const itSurvives = (faults: readonly Fault[], seed: number): void => {
  let scene: Scene | undefined

  beforeAll(async () => {
    scene = await openScene({ seed })
  }, 300_000)

  afterAll(async () => {
    await scene?.close()
  })

  for (const { name, play } of faults)
    it(name, { timeout: 300_000 }, async () => {
      const { appended, applied, lost, parked, violations } = await scene!.playRound(play)
      expect(violations).toEqual([])
      expect(appended).toBeGreaterThan(0)
      expect(applied + parked + lost).toBe(appended)
      expect(parked).toBeGreaterThan(0)
    })
}
