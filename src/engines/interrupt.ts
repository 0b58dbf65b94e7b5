import { whenNpmEnds } from './npmParent'
import { Interrupted } from './problem'

/** Turns Ctrl-C, SIGTERM and the end of npm into one signal that work can be given. */
export interface Interrupt {
  signal: AbortSignal
  /** Rejects with `Interrupted` once the person asked to stop. */
  requested: Promise<never>
}

/**
 * Begins to listen. The first request aborts the signal; a second one, at least a second later,
 * calls `force`. (One Ctrl-C may arrive twice: from the terminal and from npm.)
 */
export const listenForInterrupt = (options: {
  onFirst: () => void
  force: () => void
}): Interrupt => {
  const controller = new AbortController()
  let firstAt: number | undefined
  let reject: (reason: Interrupted) => void = () => undefined
  const requested = new Promise<never>((_, fail) => (reject = fail))
  requested.catch(() => undefined)
  const receive = (): void => {
    if (firstAt === undefined) {
      firstAt = Date.now()
      options.onFirst()
      controller.abort()
      reject(new Interrupted())
    } else if (Date.now() - firstAt > 1_000) options.force()
  }
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, receive)
  whenNpmEnds(receive)
  return { signal: controller.signal, requested }
}
