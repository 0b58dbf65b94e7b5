import { AsyncLocalStorage } from 'node:async_hooks'

import { Redis } from 'ioredis'
import { ClientSession, Collection, Db } from 'mongodb'

import { analyticsNames } from '@/projections/analytics'
import { analyticsStateName } from '@/projector/analytics/state'

/**
 * Halts this process at one named step. The driver's and the client's own methods are the steps, so
 * that the worker and the follower are the product's, unchanged.
 */
const current = new AsyncLocalStorage<string>()

type At = (step: string) => Promise<void>

/** Where a process ends with SIGKILL. */
export interface Death {
  step: string
  /** How often a ledger's worker has come to the step by then. */
  occurrence: number
  /**
   * Whoever comes to the step for that time stays there, and the process ends as soon as somebody
   * else has come to this one: of two transactions side by side one is held up and the other one
   * goes on.
   */
  whenOthersReach?: string
}

/** What a process does to itself when it comes to a step the next time. */
export interface Halt {
  step: string
  signal: 'SIGKILL' | 'SIGSTOP'
}

let halt: Halt | undefined
let arrive: (ledger: string, step: string) => Promise<void> = async () => undefined

const around = (names: readonly string[]): string[] =>
  names.flatMap((step) => [`before ${step}`, `after ${step}`])

/** The steps of a batch at which a process can be killed. */
export const steps = around(['archive', 'write', 'commit', 'publish', 'letter', 'acknowledge'])

/** The steps at which whoever counts the numbers of the business can be halted. */
export const numberSteps = around(['numbers', 'note of numbers', 'commit of numbers', 'telling'])

/** What runs inside of `inLedger` counts for this ledger. */
export const stepsOf = (ledger: string): { at: At; inLedger: <T>(work: () => T) => T } => ({
  at: (step) => reach(ledger, step),
  inLedger: (work) => current.run(ledger, work),
})

/** Halts this process at the step, once; or not, where none is given. */
export const haltAt = (next: Halt | undefined): void => {
  halt = next
}

/**
 * Each of so many ledgers' workers waits when it has come to the step for the n-th time; the last
 * one to come kills the process, so that all of them are killed at that very step.
 */
export const dieAtStep = (
  { occurrence, step: wanted, whenOthersReach = wanted }: Death,
  ledgerCount: number,
): void => {
  const seen = new Map<string, number>()
  const held = new Set<string>()
  const passed = new Set<string>()
  const ready = new Set<string>()
  arrive = async (ledger, step) => {
    if (step === whenOthersReach && held.has(ledger)) die(ledger)
    if (step === whenOthersReach) passed.add(ledger)
    if (step !== wanted) return
    seen.set(ledger, (seen.get(ledger) ?? 0) + 1)
    if (seen.get(ledger) !== occurrence) return
    held.add(ledger)
    if (whenOthersReach === wanted || passed.has(ledger)) die(ledger)
    await new Promise(() => undefined)
  }
  const die = (ledger: string): void => {
    ready.add(ledger)
    if (ready.size === ledgerCount) process.kill(process.pid, 'SIGKILL')
  }
}

const reach = async (ledger: string, step: string): Promise<void> => {
  if (halt?.step === step) {
    const { signal } = halt
    halt = undefined
    // Whoever asked for it hears of it before nothing can be heard any more.
    await new Promise((resolve) => process.send!(step, resolve))
    process.kill(process.pid, signal)
  }
  await arrive(ledger, step)
}

/** What the open transaction of a session has written: commits of nothing are no step. */
const written = new WeakMap<object, 'commit' | 'commit of numbers'>()

/** Makes steps of the methods by which the worker and the follower reach the engines. */
export const installSteps = (): void => {
  const remember = (commit: 'commit' | 'commit of numbers', options: unknown): void => {
    const { session } = (options ?? {}) as { session?: object }
    if (session) written.set(session, commit)
  }
  surround(Db.prototype, 'command', (_, [command, options]) => {
    const { insert, update } = command as { insert?: string; update?: string }
    if (insert === 'ledger-events') {
      remember('commit', options)
      return 'archive'
    }
    const isReadModel = ['conversations', 'applications', 'customers'].includes(insert ?? update!)
    return isReadModel ? 'write' : undefined
  })
  surround(Collection.prototype, 'bulkWrite', ({ collectionName }) =>
    (analyticsNames as readonly string[]).includes(collectionName) ? 'numbers' : undefined,
  )
  surround(Collection.prototype, 'updateOne', ({ collectionName }, [filter, , options]) => {
    const isFollower = (filter as { _id?: unknown })._id === 'follower'
    const isInStep = (options as { session?: unknown } | undefined)?.session !== undefined
    if (collectionName !== analyticsStateName || !isFollower || !isInStep) return undefined
    remember('commit of numbers', options)
    return 'note of numbers'
  })
  surround(ClientSession.prototype, 'commitTransaction', (session) => {
    const commit = written.get(session)
    written.delete(session)
    return commit
  })
  surround(Redis.prototype, 'rpush', () => 'letter')
  surround(Redis.prototype, 'xack', () => 'acknowledge')
}

/** Comes to a step before and after a method, where a call of it is one. */
const surround = <T extends object>(
  prototype: T,
  method: keyof T & string,
  stepOf: (self: T, args: readonly unknown[]) => string | undefined,
): void => {
  const original = prototype[method] as (...args: unknown[]) => Promise<unknown>
  Object.assign(prototype, {
    async [method](this: T, ...args: unknown[]) {
      const ledger = current.getStore()
      const step = stepOf(this, args)
      if (step === undefined || ledger === undefined) return original.apply(this, args)
      await reach(ledger, `before ${step}`)
      const result = await original.apply(this, args)
      await reach(ledger, `after ${step}`)
      return result
    },
  })
}
