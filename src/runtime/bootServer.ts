import { setFlagsFromString } from 'node:v8'

import { InvalidEnvironment, readEnv } from '@/config/env'

/**
 * Starts everything that this process does besides answering requests, and stops it in order on
 * SIGTERM and SIGINT. A start that fails ends the process with the reason: Payload would never
 * try again in it, so its supervisor has to.
 */
export const bootServer = async (): Promise<void> => {
  setFlagsFromString(`--heap-growing-percent=${heapGrowingPercent}`)
  try {
    readEnv()
    // Only now: the configuration reads the environment when it is loaded.
    const { default: config } = await import('@payload-config')
    const { getPayload } = await import('payload')
    await getPayload({ config })
  } catch (error) {
    console.error(error instanceof InvalidEnvironment ? error.message : error)
    process.exit(1)
  }
  const { stopRuntime } = await import('./index')
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => {
      // An engine that is away must not keep the process: what is not acknowledged comes again.
      setTimeout(() => process.exit(0), stopWithinMs)
      void stopRuntime().finally(() => process.exit(0))
    })
}

/**
 * How much the heap may grow over what is in use before it is collected. V8 lets it grow to several
 * times that, which a thousand live streams fill with what they have long written; collecting more
 * often halves the process and costs nothing that can be measured (docs/performance.md).
 */
const heapGrowingPercent = 50

/** The product promises to be gone within five seconds. */
const stopWithinMs = 4_500
