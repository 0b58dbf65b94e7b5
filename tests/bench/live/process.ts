import { readFileSync } from 'node:fs'

/** Samples the resident memory of a process until it is asked for the greatest value, in MB. */
export const watchMemory = (pid: number): { stop: () => { greatest: number; last: number } } => {
  let greatest = 0
  let last = 0
  const sample = (): void => {
    last = residentMegabytes(pid)
    greatest = Math.max(greatest, last)
  }
  sample()
  const timer = setInterval(sample, 250)
  return {
    stop: () => {
      clearInterval(timer)
      sample()
      return { greatest, last }
    },
  }
}

/** @throws where the process is gone */
export const residentMegabytes = (pid: number): number => {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1_024
}
