import type { Answer } from './facts'

/** Asks an engine something, within a time. */
export type Probe = <T>(work: () => Promise<T>, withinMs: number) => Promise<Answer<T>>

/** A question that has hung for so long is given up; its connection is surely dead. */
const abandonAfterMs = 10_000

/**
 * Makes a probe that never takes longer than it may and never has two questions under way: an
 * engine that hangs is not asked again and again.
 */
export const createProbe = (now: () => number = () => performance.now()): Probe => {
  let askedAtMs: number | undefined
  return async (work, withinMs) => {
    const startedAtMs = now()
    const isHanging = askedAtMs !== undefined && startedAtMs - askedAtMs < abandonAfterMs
    if (isHanging || withinMs <= 0) return { isAnswered: false, code: 'NO_ANSWER' }
    askedAtMs = startedAtMs
    const done = (): void => {
      if (askedAtMs === startedAtMs) askedAtMs = undefined
    }
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<Answer<never>>((resolve) => {
      // Where the process itself was busy, an answer may have come that nobody has read yet.
      timer = setTimeout(
        () => setImmediate(() => resolve({ isAnswered: false, code: 'NO_ANSWER' })),
        withinMs,
      )
    })
    const asked = ask(work, now, startedAtMs).finally(done)
    try {
      return await Promise.race([asked, late])
    } finally {
      clearTimeout(timer)
    }
  }
}

const ask = async <T>(
  work: () => Promise<T>,
  now: () => number,
  startedAtMs: number,
): Promise<Answer<T>> => {
  try {
    const value = await work()
    return { isAnswered: true, value, latencyMs: now() - startedAtMs }
  } catch (error) {
    return { isAnswered: false, code: codeOf(error) }
  }
}

/** The code of a failure; never its message, which may quote what was stored. */
const codeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'FAILED'
  // Redis names the kind of an error in the first word of its reply.
  if (error.name === 'ReplyError') return /^[A-Z]+/.exec(error.message)?.[0] ?? 'REFUSED'
  const { code } = error as { code?: unknown }
  return typeof code === 'string' ? code : error.name
}
