import { createServer } from 'node:net'

import { EngineProblem } from './problem'

/** Whether a program may listen on this port of the loopback address now. */
export const isPortFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () =>
      probe.close(() => resolve(true)),
    )
  })

/** @throws {EngineProblem} where another program listens on it */
export const requireFreePort = async (port: number): Promise<void> => {
  if (!(await isPortFree(port)))
    throw new EngineProblem(
      `Port ${port} is taken by another program: stop it, or choose another port with -- --port ${port + 1}.`,
    )
}

/**
 * The preferred port where it is free, else another one. Ports from 20,000 to 29,999: below the
 * range that operating systems hand out by themselves, so that it is likely free next time too.
 */
export const choosePort = async (preferred?: number): Promise<number> => {
  if (preferred !== undefined && (await isPortFree(preferred))) return preferred
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const port = 20_000 + Math.floor(Math.random() * 10_000)
    if (await isPortFree(port)) return port
  }
  throw new Error('No port between 20000 and 29999 is free on 127.0.0.1.')
}
