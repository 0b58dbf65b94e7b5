import { RedisTimeout } from './failures'

/**
 * Runs a command that has to be answered in time. One that is late may still take effect.
 * @throws {RedisTimeout}
 */
export const withinRedisTime = async <T>(timeoutMs: number, work: () => Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new RedisTimeout(`no answer in ${timeoutMs} ms`)), timeoutMs)
  })
  try {
    return await Promise.race([work(), late])
  } finally {
    clearTimeout(timer)
  }
}
