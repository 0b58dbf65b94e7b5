import { readFileSync } from 'node:fs'

/** What a process used while it was watched. */
export interface Usage {
  /** Resident memory: the greatest of four samples a second, and the last one. */
  greatestMegabytes: number
  lastMegabytes: number
  /** Processor time, of its own and of the system on its behalf. */
  processorSeconds: number
}

/** Watches a process of this machine until it is asked what the process used. */
export const watchProcess = (pid: number): { stop: () => Usage } => {
  let greatest = 0
  const sample = (): number => {
    const last = residentMegabytes(pid)
    greatest = Math.max(greatest, last)
    return last
  }
  sample()
  const timer = setInterval(() => {
    try {
      sample()
    } catch {
      // It has ended: whoever asks at the end is told.
      clearInterval(timer)
    }
  }, 250)
  const before = processorSeconds(pid)
  return {
    stop: () => {
      clearInterval(timer)
      const lastMegabytes = sample()
      return {
        greatestMegabytes: greatest,
        lastMegabytes,
        processorSeconds: processorSeconds(pid) - before,
      }
    },
  }
}

const residentMegabytes = (pid: number): number => {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1_024
}

/** The kernel counts in hundredths of a second. */
const processorSeconds = (pid: number): number => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}
