import type { Logger } from 'pino'

import type { Breakers } from './breakers'
import { isGroupMissing } from './consumer'
import { type CriticalNotes, criticalErrorTypes } from './criticalErrors'
import { classifyFailure, engineOf } from './failures'
import { sleep } from './sleep'

/** How a worker comes back after an interruption (contract: resilience settings). */
export interface RecoverySettings {
  /** Tries in a row that come to nothing before it is said as a critical error. */
  attempts: number
  /** The longest wait between tries, in milliseconds; the first are quicker. */
  delayMs: number
}

/** What holds where nothing else is said. */
export const contractRecovery: RecoverySettings = { attempts: 3, delayMs: 5_000 }

/** Brings a worker back after interruptions; it never gives up. */
export interface Recovery {
  /** Tells of an interruption and waits until the worker may try again. */
  from: (error: unknown) => Promise<void>
  /** The worker reads again. */
  succeeded: () => void
}

/** Builds the recovery of one worker. */
export const createRecovery = ({
  breakers,
  consumer,
  logger,
  notes,
  settings,
  signal,
  stream,
}: {
  settings: RecoverySettings
  breakers: Breakers
  notes: CriticalNotes
  logger: Logger
  signal: AbortSignal
  consumer: string
  stream: string
}): Recovery => {
  let interruptions = 0
  return {
    from: async (error) => {
      interruptions += 1
      if (isGroupMissing(error))
        logger.error(
          { stream },
          'the consumer group is gone: the stream was emptied or Redis lost its data; it is created again',
        )
      else logger.error({ err: error }, 'the worker was interrupted; it goes on')
      if (interruptions === settings.attempts + 1) {
        logger.error({ attempts: settings.attempts }, 'the worker cannot come back; it goes on trying') // prettier-ignore
        notes.note(criticalErrorTypes.recovery, {
          consumer,
          stream,
          attempts: settings.attempts,
          errorClass: error instanceof Error ? error.name : typeof error,
        })
      }
      if (!isGroupMissing(error) && classifyFailure(error) === 'unavailable')
        await breakers.engineFailed(engineOf(error))
      await sleep(Math.min(100 * 2 ** Math.min(interruptions, 16), settings.delayMs), signal)
    },
    succeeded: () => {
      if (interruptions > settings.attempts) logger.info('the worker came back')
      interruptions = 0
    },
  }
}
