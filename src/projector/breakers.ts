import type { Redis } from 'ioredis'
import type { Logger } from 'pino'

import type { LedgerEvent } from '@/ledger/event'
import { allProjections } from '@/projections'

import { type BreakerSettings, type BreakerState, createBreaker } from './breaker'
import { type EngineName, ProjectionFailed, RedisTimeout } from './failures'
import { observe, type ProjectorObserver } from './observer'
import { isConnected, pingMongo, pingRedis } from './ping'
import { sleep } from './sleep'
import type { Store } from './store'

/** What a breaker guards. */
export type BreakerName = EngineName | `projection:${string}`

/** The circuit breakers of one worker: one for each engine, one for each projection. */
export interface Breakers {
  states: () => Record<string, BreakerState>
  /** Waits while one of these engines is not to be tried; pings it until it answers. */
  untilEnginesAnswer: (engines: readonly EngineName[]) => Promise<void>
  /** Work failed because an engine is away. */
  engineFailed: (engine: EngineName) => Promise<void>
  isEngineOpen: (engine: EngineName) => boolean
  enginesAnswered: (engines: readonly EngineName[]) => Promise<void>
  /** Whether events wait because a projection refused one after the other. */
  isProjectionOpen: () => boolean
  /**
   * A projection refused an event whatever was tried.
   * @returns whether the event is to blame; otherwise the projection is, and the event must wait
   */
  isEventToBlame: (failure: ProjectionFailed, type: string | undefined) => Promise<boolean>
  /**
   * Events were applied. Where a projection refused others of their types, that speaks for it:
   * events of other types may not have reached the code that fails.
   */
  projectionsApplied: (events: readonly LedgerEvent[]) => Promise<void>
  /**
   * Returns once no projection's breaker is open. `tryEvents` tries waiting events until one of the
   * refused types was applied, or so many were refused again.
   * @throws what `tryEvents` throws for another reason than that a projection refuses: an engine is
   *   away, the group is gone, another version is live. No further event is tried before that is settled
   */
  untilProjectionsApply: (
    tryEvents: (refusals: number, isProven: () => boolean) => Promise<void>,
  ) => Promise<void>
}

/** Builds the breakers of one worker, all closed. */
export const createBreakers = ({
  logger,
  observer,
  onOpen,
  redis,
  settings,
  signal,
  store,
}: {
  redis: Redis
  store: () => Store
  settings: BreakerSettings
  logger: Logger
  observer?: ProjectorObserver
  signal: AbortSignal
  /** Told once for each outage, until work has passed; not for each probe, nor after each. */
  onOpen?: (breaker: BreakerName) => void
}): Breakers => {
  /** Outages that `onOpen` was told of: a probe may pass where the work itself does not. */
  const toldOutages = new Set<BreakerName>()
  const tellOutage = (name: BreakerName): void => {
    if (toldOutages.has(name)) return
    toldOutages.add(name)
    onOpen?.(name)
  }
  const open = (name: BreakerName) => {
    let before: BreakerState = 'closed'
    observe({ logger, observer }, (to) => to.onBreaker?.({ breaker: name, state: 'closed' }))
    return createBreaker({
      settings,
      signal,
      onState: (state) => {
        observe({ logger, observer }, (to) => to.onBreaker?.({ breaker: name, state }))
        if (before === 'closed') {
          logger.error({ breaker: name }, 'a circuit breaker opened; nothing is tried until a probe passes') // prettier-ignore
          tellOutage(name)
        }
        if (state === 'closed') logger.info({ breaker: name }, 'a circuit breaker closed')
        before = state
      },
    })
  }
  const engines = { mongodb: open('mongodb'), redis: open('redis') }
  const projections = allProjections.map(({ name }) => ({
    name,
    breaker: open(`projection:${name}`),
    refusedTypes: new Set<string | undefined>(),
  }))
  const replaceSilentConnection = (error: unknown): never => {
    // A connection that is up and silent for so long has a dead socket, and nothing else would say it.
    if (error instanceof RedisTimeout && isConnected(redis)) redis.disconnect(true)
    throw error
  }
  const ping = {
    mongodb: () => pingMongo(store()),
    redis: () => pingRedis(redis).catch(replaceSilentConnection),
  }
  const probe = async (engine: EngineName): Promise<void> => {
    for (let call = 0; call < settings.halfOpenCalls && !signal.aborted; call++) {
      if (call > 0) await sleep(betweenPingsMs, signal)
      await ping[engine]()
    }
  }

  return {
    states: () =>
      Object.fromEntries([
        ...Object.entries(engines).map(([name, breaker]) => [name, breaker.state()]),
        ...projections.map(({ breaker, name }) => [`projection:${name}`, breaker.state()]),
      ]) as Record<string, BreakerState>,
    untilEnginesAnswer: async (names) => {
      for (const name of names) await engines[name].untilClosed(() => probe(name))
    },
    engineFailed: (engine) => engines[engine].failed(),
    isEngineOpen: (engine) => engines[engine].state() !== 'closed',
    enginesAnswered: async (names) => {
      for (const name of names) {
        toldOutages.delete(name)
        await engines[name].succeeded()
      }
    },
    isProjectionOpen: () => projections.some(({ breaker }) => breaker.state() !== 'closed'),
    isEventToBlame: async ({ projection }, type) => {
      const failed = projections.find(({ name }) => name === projection)
      if (!failed) return true
      failed.refusedTypes.add(type)
      await failed.breaker.failed()
      return failed.breaker.state() === 'closed'
    },
    projectionsApplied: async (events) => {
      for (const { breaker, name, refusedTypes } of projections) {
        if (refusedTypes.size === 0 || !events.some(({ type }) => refusedTypes.has(type))) continue
        refusedTypes.clear()
        toldOutages.delete(`projection:${name}`)
        await breaker.succeeded()
      }
    },
    untilProjectionsApply: async (tryEvents) => {
      for (const { breaker, name, refusedTypes } of projections)
        await breaker.untilClosed(async () => {
          const isProven = (): boolean => refusedTypes.size === 0
          await tryEvents(settings.halfOpenCalls, isProven)
          if (!isProven()) throw new ProjectionFailed(name, new Error('it refuses every event'))
        }, isProjectionFailed)
    },
  }
}

const isProjectionFailed = (error: unknown): boolean => error instanceof ProjectionFailed

const betweenPingsMs = 50

/** For work outside of a worker: whoever asked for it is told of a failure, and nothing is held back. */
export const withoutBreakers: Breakers = {
  states: () => ({}),
  untilEnginesAnswer: async () => undefined,
  engineFailed: async () => undefined,
  isEngineOpen: () => false,
  enginesAnswered: async () => undefined,
  isProjectionOpen: () => false,
  isEventToBlame: async () => true,
  projectionsApplied: async () => undefined,
  untilProjectionsApply: async () => undefined,
}
