import { Interrupted } from './problem'

/** Tells a person what is going on: one line for each step that is done, a sign of life meanwhile. */
export interface Progress {
  /**
   * Runs a step and shows its name, its outcome and its time.
   * @param done what to show after the name once the step succeeded
   */
  step: <T>(
    title: string,
    work: (detail: (text: string) => void) => Promise<T>,
    done?: (result: T) => string,
  ) => Promise<T>
  /** Shows one line by itself. */
  note: (line: string) => void
  /** Removes the sign of life from the terminal. */
  end: () => void
}

/** Progress on a terminal (a status line that moves) or in a log (a line now and then). */
export const createProgress = (stream: NodeJS.WriteStream = process.stdout): Progress => {
  const running = new Map<string, { startedAt: number; detail: string }>()
  const isTerminal = stream.isTTY === true
  const clear = (): void => void (isTerminal && stream.write('\r\u001b[2K'))
  const show = (): void => {
    if (running.size === 0) return
    const parts = [...running].map(
      ([title, { detail, startedAt }]) =>
        `${title}${detail && `: ${detail}`} (${Math.round((Date.now() - startedAt) / 1_000)} s)`,
    )
    const line = `  … ${parts.join(' · ')}`
    if (isTerminal) stream.write(`\r\u001b[2K${line.slice(0, (stream.columns ?? 100) - 1)}`)
    else stream.write(`${line}\n`)
  }
  const line = (text: string): void => {
    clear()
    stream.write(`${text}\n`)
    if (isTerminal) show()
  }
  let timer: NodeJS.Timeout | undefined
  const begin = (title: string): void => {
    running.set(title, { startedAt: Date.now(), detail: '' })
    timer ??= setInterval(show, isTerminal ? 500 : 10_000).unref()
  }
  const finish = (title: string): number => {
    const startedAt = running.get(title)?.startedAt ?? Date.now()
    running.delete(title)
    if (running.size === 0) end()
    return Date.now() - startedAt
  }
  const end = (): void => {
    clearInterval(timer)
    timer = undefined
    clear()
  }
  return {
    note: (text) => line(`  · ${text}`),
    end,
    step: async (title, work, done) => {
      begin(title)
      try {
        const result = await work((detail) => {
          const state = running.get(title)
          if (state) state.detail = detail
        })
        const outcome = done?.(result)
        line(`  ✓ ${title}${outcome ? `: ${outcome}` : ''} (${seconds(finish(title))})`)
        return result
      } catch (error) {
        const took = seconds(finish(title))
        if (!(error instanceof Interrupted)) line(`  ✗ ${title} (${took})`)
        throw error
      }
    },
  }
}

/** A time for people: `0.4 s`, `31 s`, `2 min 5 s`. */
export const seconds = (ms: number): string => {
  if (ms < 10_000) return `${(ms / 1_000).toFixed(1)} s`
  const whole = Math.round(ms / 1_000)
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`
}

/** Progress for a program that only wants lines: each step's outcome, and notes. */
export const progressByLines = (write: (line: string) => void): Progress => ({
  note: write,
  end: () => undefined,
  step: async (title, work, done) => {
    const startedAt = Date.now()
    const result = await work(() => undefined)
    const outcome = done?.(result)
    write(`${title}${outcome ? `: ${outcome}` : ''} (${seconds(Date.now() - startedAt)})`)
    return result
  },
})
