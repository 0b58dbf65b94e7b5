import { type Breakers, withoutBreakers } from './breakers'
import { classifyFailure, type EngineName, engineOf } from './failures'
import { observe } from './observer'
import type { ProjectorParts } from './parts'
import { pingMongo, pingRedis } from './ping'
import { sleep } from './sleep'
import { ProcessingTimeout } from './store'

/** The projector was told to stop before the batch was durable. */
export class Stopped extends Error {
  override readonly name = 'Stopped'
  readonly code = 'STOPPED'
}

type Waiting = Pick<
  ProjectorParts,
  'breakers' | 'logger' | 'observer' | 'redis' | 'signal' | 'store'
>

/**
 * Repeats what an engine's absence, another worker's conflict or a rebuild's switch made fail,
 * until it passes. While an engine's breaker is open nothing is tried.
 * @param engines what the work needs
 * @param maximumConflicts conflicts in a row after which the work counts as failed
 * @throws {Stopped} when the projector is stopped
 * @throws what the work throws, where waiting cannot help
 */
export const untilAvailable = async <T>(
  parts: Waiting,
  engines: readonly EngineName[],
  work: () => Promise<T>,
  maximumConflicts = 100,
): Promise<T> => {
  const breakers = parts.breakers ?? withoutBreakers
  let conflicts = 0
  for (let tries = 0; ;) {
    await breakers.untilEnginesAnswer(engines)
    if (parts.signal.aborted) throw new Stopped('stopped')
    try {
      const result = await work()
      await breakers.enginesAnswered(engines)
      return result
    } catch (error) {
      const failure = classifyFailure(error)
      if (failure === 'event' || failure === 'retired') throw error
      if (failure === 'paused') {
        await pause(parts, pausedMs)
        continue
      }
      if (failure === 'conflict') {
        observe(parts, (to) => to.onConflict?.())
        conflicts += 1
        if (conflicts % 10 === 0)
          parts.logger.warn({ err: error, conflicts }, 'conflict after conflict')
        if (conflicts >= maximumConflicts) throw error
      } else {
        observe(parts, (to) => to.onUnavailable?.())
        parts.logger.warn({ err: error, tries }, 'an engine is away; waiting')
        await untilAsked(parts, breakers, error)
      }
      const delayMs = failure === 'conflict' ? 5 : 100
      await pause(parts, Math.min(delayMs * 2 ** Math.min(tries, 10), maximumWaitMs))
      tries += 1
    }
  }
}

/**
 * Before work is tried again its engine is asked by a ping, a small write: that costs little, and is
 * quicker to notice that the engine is away than the work is. Returns when it answers or its breaker
 * is open.
 * @throws what failed, where it was only too slow: what an engine that takes writes does not finish
 *   in time is the work's fault
 */
const untilAsked = async (parts: Waiting, breakers: Breakers, error: unknown): Promise<void> => {
  const engine = engineOf(error)
  const isSlow = error instanceof ProcessingTimeout
  if (!isSlow) await breakers.engineFailed(engine)
  for (let tries = 0; !parts.signal.aborted && !breakers.isEngineOpen(engine); tries++) {
    if (await isAnswering(parts, engine)) {
      if (isSlow && tries === 0) throw error
      return
    }
    await breakers.engineFailed(engine)
    await pause(parts, Math.min(100 * 2 ** Math.min(tries, 10), maximumWaitMs))
  }
}

const isAnswering = async (
  { logger, redis, store }: Waiting,
  engine: EngineName,
): Promise<boolean> => {
  try {
    await (engine === 'mongodb' ? pingMongo(store()) : pingRedis(redis))
    return true
  } catch (error) {
    logger.debug({ err: error, engine }, 'an engine does not answer')
    return false
  }
}

/** Waits with jitter, so that workers do not return in step. */
export const pause = async (
  { signal }: Pick<ProjectorParts, 'signal'>,
  delayMs: number,
): Promise<void> => {
  await sleep(delayMs * (1 + Math.random()), signal)
  if (signal.aborted) throw new Stopped('stopped')
}

const pausedMs = 25
const maximumWaitMs = 5_000
