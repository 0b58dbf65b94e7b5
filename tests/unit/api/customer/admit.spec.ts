import { describe, expect, it } from 'vitest'

import { ApiFailure } from '@/api/errors'
import { admitReading, type CustomerApi } from '@/api/customer/routes'

const request = (customerId = 'c-1') => ({
  url: `http://localhost/api/customer/${customerId}/applications`,
  headers: new Headers({ authorization: 'Bearer token-of-c-1' }),
})

const withResolver = <T>(): { promise: Promise<T>; resolve: (value: T) => void } => {
  let resolve: (value: T) => void = () => undefined
  const promise = new Promise<T>((settle) => (resolve = settle))
  return { promise, resolve }
}

/** A caller who is counted when the test says so. */
const open = ({ isLikelyToPass = true } = {}) => {
  const { promise, resolve: count } =
    withResolver<Awaited<ReturnType<CustomerApi['limits']['consume']>>>()
  const api: CustomerApi = {
    database: () => ({}) as ReturnType<CustomerApi['database']>,
    secret: 'secret',
    verifyToken: () => Promise.resolve({ customerId: 'c-1', expiresAtMs: Date.now() + 60_000 }),
    limits: { isLikelyToPass: () => isLikelyToPass, consume: () => promise },
    corsOrigins: [],
    log: () => undefined,
  }
  return { api, count }
}

describe('letting a customer request pass', () => {
  it('begins to read while the caller is counted, and waits for both', async () => {
    const { api, count } = open()
    const begun = withResolver<string>()
    const answered = admitReading(request(), api, ({ customerId }) => {
      begun.resolve(customerId)
      return Promise.resolve('theirs')
    })
    expect(await begun.promise).toBe('c-1')
    const first = await Promise.race([answered, new Promise((resolve) => setTimeout(resolve, 20))])
    expect(first).toBeUndefined()
    count(undefined)
    expect(await answered).toBe('theirs')
  })

  it('reads nothing for one who will probably not pass, until they do', async () => {
    const { api, count } = open({ isLikelyToPass: false })
    let isRead = false
    const answered = admitReading(request(), api, () => {
      isRead = true
      return Promise.resolve('theirs')
    })
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(isRead).toBe(false)
    count(undefined)
    expect(await answered).toBe('theirs')
  })

  it.each([
    { name: 'what was read', read: () => Promise.resolve('theirs') },
    { name: 'that reading failed', read: () => Promise.reject(new Error('away')) },
  ])('tells one who asked too often nothing of $name', async ({ read }) => {
    const { api, count } = open()
    count({ retryAfterSeconds: 7 })
    const answered = admitReading(request(), api, read)
    await expect(answered).rejects.toMatchObject({ status: 429, code: 'TOO_MANY_REQUESTS' })
  })

  it('reads nothing of another customer, and does not say whether there is one', async () => {
    const { api, count } = open()
    count(undefined)
    const read = () => Promise.reject(new Error('must not be read'))
    await expect(admitReading(request('c-2'), api, read)).rejects.toBeInstanceOf(ApiFailure)
    await expect(admitReading(request('c-2'), api, read)).rejects.toMatchObject({ status: 404 })
  })

  it('counts what names another customer, too', async () => {
    const { api, count } = open()
    count({ retryAfterSeconds: 7 })
    const answered = admitReading(request('c-2'), api, () => Promise.resolve('theirs'))
    await expect(answered).rejects.toMatchObject({ status: 429 })
  })
})
