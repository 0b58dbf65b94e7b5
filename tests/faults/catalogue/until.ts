import { setTimeout as delay } from 'node:timers/promises'

const untilMs = 30_000

/** Waits until something is so that has to come. @throws where it has not come in half a minute */
export const until = async (
  what: string,
  isSo: () => boolean | Promise<boolean>,
): Promise<void> => {
  const endMs = performance.now() + untilMs
  while (!(await isSo())) {
    if (performance.now() > endMs) throw new Error(`not within ${untilMs} ms: ${what}`)
    await delay(50)
  }
}
