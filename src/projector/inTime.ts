/** The answer of `work`, or the error that `toError` makes when none came in time. */
export const inTime = async <T>(
  timeoutMs: number,
  work: () => Promise<T>,
  toError: (message: string) => Error,
): Promise<T> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(toError(`no answer in ${timeoutMs} ms`)), timeoutMs)
  })
  try {
    return await Promise.race([work(), late])
  } finally {
    clearTimeout(timer)
  }
}
