import { SingleBar } from 'cli-progress'

/** What a bar tells of a rebuild. */
interface Progress {
  counted: number
  total: number
  phase: string
}

/** A bar with rate and time left in a terminal, a line now and then elsewhere. */
export const createProgress = (isSilent: boolean, unit = 'events') => {
  const bar = new SingleBar({
    format: `{phase} [{bar}] {value}/{total} ${unit}, {rate}/s, {left} left`,
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
  })
  let beganAtMs: number | undefined
  let firstCounted = 0
  let toldAtMs = 0
  const show = ({ counted, phase, total }: Progress): void => {
    if (isSilent) return
    const now = performance.now()
    if (beganAtMs === undefined) {
      beganAtMs = now
      firstCounted = counted
      if (process.stderr.isTTY) bar.start(Math.max(total, counted), counted, toPayload())
    }
    const seconds = Math.max(0.001, (now - beganAtMs) / 1_000)
    const rate = (counted - firstCounted) / seconds
    const known = Math.max(total, counted)
    const payload = toPayload(phase, rate, known - counted)
    if (process.stderr.isTTY) {
      bar.setTotal(known)
      bar.update(counted, payload)
    } else if (now - toldAtMs >= tellEveryMs) {
      toldAtMs = now
      process.stderr.write(
        `${payload.phase}: ${counted} of ${known} ${unit}, ${payload.rate}/s, ${payload.left} left\n`,
      )
    }
  }
  return { show, end: () => bar.stop() }
}

const tellEveryMs = 5_000

const toPayload = (phase = 'base', rate = 0, left = 0) => ({
  phase: phase === 'tail' || phase === 'switching' ? 'catching up' : 'building',
  rate: Math.round(rate),
  left: rate > 0 ? `${Math.ceil(left / rate)} s` : '…',
})
