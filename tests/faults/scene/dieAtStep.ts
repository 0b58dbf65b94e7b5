import { AsyncLocalStorage } from 'node:async_hooks'

import { Redis } from 'ioredis'
import { ClientSession, Collection } from 'mongodb'

/**
 * Kills this process with SIGKILL at one named step of a batch. The driver's and the client's own
 * methods are the steps, so that the worker is the product's, unchanged.
 */
const current = new AsyncLocalStorage<string>()

type At = (step: string) => Promise<void>

let arrive: (ledger: string, step: string) => Promise<void> = async () => undefined

/** The steps of a batch at which a process can be killed. */
export const steps = ['archive', 'write', 'commit', 'publish', 'letter', 'acknowledge'].flatMap(
  (step) => [`before ${step}`, `after ${step}`],
)

/** What runs inside of `inLedger` counts for this ledger. */
export const stepsOf = (ledger: string): { at: At; inLedger: <T>(work: () => T) => T } => ({
  at: (step) => arrive(ledger, step),
  inLedger: (work) => current.run(ledger, work),
})

/**
 * Each of so many ledgers' workers waits when it has come to the step for the n-th time; the last
 * one to come kills the process, so that all of them are killed at that very step.
 */
export const dieAtStep = (
  { occurrence, step: wanted }: { step: string; occurrence: number },
  ledgerCount: number,
): void => {
  const seen = new Map<string, number>()
  const arrived = new Set<string>()
  arrive = async (ledger, step) => {
    if (step !== wanted) return
    seen.set(ledger, (seen.get(ledger) ?? 0) + 1)
    if (seen.get(ledger) !== occurrence) return
    arrived.add(ledger)
    if (arrived.size === ledgerCount) process.kill(process.pid, 'SIGKILL')
    await new Promise(() => undefined)
  }
  const at: At = async (step) => {
    const ledger = current.getStore()
    if (ledger) await arrive(ledger, step)
  }
  const isArchive = ({ collectionName }: Collection): boolean => collectionName === 'ledger-events'
  const isReadModel = ({ collectionName }: Collection): boolean =>
    ['conversations', 'applications', 'customers'].includes(collectionName)
  surround(at, Collection.prototype, 'insertMany', 'archive', isArchive)
  surround(at, Collection.prototype, 'bulkWrite', 'write', isReadModel)
  surround(at, ClientSession.prototype, 'commitTransaction', 'commit')
  surround(at, Redis.prototype, 'rpush', 'letter')
  surround(at, Redis.prototype, 'xack', 'acknowledge')
}

/** Comes to a step before and after a method, where it is called on something that counts. */
const surround = <T extends object>(
  at: At,
  prototype: T,
  method: keyof T & string,
  step: string,
  counts: (self: T) => boolean = () => true,
): void => {
  const original = prototype[method] as (...args: unknown[]) => Promise<unknown>
  Object.assign(prototype, {
    async [method](this: T, ...args: unknown[]) {
      if (!counts(this)) return original.apply(this, args)
      await at(`before ${step}`)
      const result = await original.apply(this, args)
      await at(`after ${step}`)
      return result
    },
  })
}
