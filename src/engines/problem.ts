/**
 * A failure that a person can act on. The message is one sentence (or two) that says what is wrong
 * and what to do; it is shown without a stack.
 */
export class EngineProblem extends Error {
  override readonly name = 'EngineProblem'
  readonly code = 'ENGINE_PROBLEM'
}

/** One way to come by an engine does not work here; `message` says why and what would change that. */
export class SourceUnavailable extends Error {
  override readonly name = 'SourceUnavailable'
  readonly code = 'SOURCE_UNAVAILABLE'
}

/** The person asked to stop while something was under way. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
  readonly code = 'INTERRUPTED'

  constructor() {
    super('Stopped.')
  }
}

/** The code of a failed system call (`ENOSPC`, `EACCES`…), where the error is one. */
export const systemCode = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error ? String(error.code) : undefined

/** What went wrong, in one line. */
export const inOneLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).trim().split('\n')[0] ?? ''
