import type { Logger } from 'pino'

import { classifyFailure } from './failures'
import { sleep } from './sleep'
import type { WorkerProgress } from './workerProgress'

/**
 * Leaves the ledger to the workers whose program is the live one, until this one is: what this
 * worker was given is released, and from then on it only looks at the versions, once a second.
 * @throws what releasing and looking throw, unless it passes by itself
 */
export const standBy = async (
  {
    checkVersion,
    logger,
    progress,
    release,
    signal,
  }: {
    /** @throws an error of the class `retired` while another version is live */
    checkVersion: () => Promise<unknown>
    /** Gives up what was read and not done. */
    release: () => Promise<void>
    progress: Pick<WorkerProgress, 'standingBy'>
    logger: Pick<Logger, 'debug' | 'info' | 'warn'>
    signal: AbortSignal
  },
  reason: string,
): Promise<void> => {
  const untilLive = async (): Promise<void> => {
    while (!signal.aborted) {
      await sleep(standByMs, signal)
      try {
        await checkVersion()
        return
      } catch (error) {
        if (classifyFailure(error) === 'event') throw error
        logger.debug({ err: error }, 'still standing by')
      }
    }
  }

  progress.standingBy = reason
  logger.warn({ reason }, 'the worker stands by')
  try {
    await release()
    await untilLive()
  } finally {
    delete progress.standingBy
  }
  logger.info('the worker projects again')
}

const standByMs = 1_000
