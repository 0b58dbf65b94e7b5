import { SingleBar } from 'cli-progress'

const tellEveryMs = 5_000

/** A bar with its rate in a terminal, a line now and then elsewhere. */
export const createProgress = ({
  isSilent,
  total,
}: {
  isSilent: boolean
  /** Entries of the archive; an earlier run may have exported some of them. */
  total: number
}) => {
  const bar = new SingleBar({
    format: 'export [{bar}] {value} rows of at most {total}, {rate}/s',
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
  })
  const startedAtMs = performance.now()
  let toldAtMs = startedAtMs
  let isBegun = false
  return {
    show: (rows: number, sequence: number): void => {
      if (isSilent) return
      const now = performance.now()
      const rate = Math.round(rows / Math.max(0.001, (now - startedAtMs) / 1_000))
      const known = Math.max(total, rows)
      if (process.stderr.isTTY) {
        if (!isBegun) bar.start(known, rows, { rate })
        isBegun = true
        bar.setTotal(known)
        bar.update(rows, { rate })
      } else if (now - toldAtMs >= tellEveryMs) {
        toldAtMs = now
        process.stderr.write(`write ${sequence}: ${rows} rows, ${rate}/s\n`)
      }
    },
    end: (): void => bar.stop(),
  }
}
