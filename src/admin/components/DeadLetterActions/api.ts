import { RequestFailed } from '../../live/api'

/** How one document would change, or did. */
export interface ShownChange {
  collection: string
  id: string
  isNew: boolean
  fields: { path: string; before?: unknown; after?: unknown }[]
}

/** What came of a retry of one letter. */
export type Retried =
  | { outcome: 'applied'; changes: ShownChange[] }
  | { outcome: 'ignored' | 'not-parked' }
  | { outcome: 'refused'; code: string; path: string; reason: string }

/** What came of a retry of many. */
export interface RetriedMany {
  applied: number
  ignored: number
  refused: number
  notParked: number
  /** More are left: go on after this letter. */
  next: string | null
}

/** Applies a parked entry with today's code, or tells what that would change. */
export const retryLetter = (id: string, { isDryRun }: { isDryRun: boolean }): Promise<Retried> =>
  post(`/${encodeURIComponent(id)}/retry`, { dryRun: isDryRun })

/** Decides that a parked entry is never applied. */
export const discardLetter = (id: string, reason: string): Promise<unknown> =>
  post(`/${encodeURIComponent(id)}/discard`, { reason })

/** Retries the letters of these ids, in as many requests as it takes. */
export const retryLetters = async (ids: string[]): Promise<RetriedMany> => {
  let sum = nothing
  for (let start = 0; start < ids.length; start += idsPerRequest)
    sum = add(sum, await post('/retry', { ids: ids.slice(start, start + idsPerRequest) }))
  return sum
}

/** Retries everything that is parked, in as many requests as it takes. */
export const retryAllLetters = async (): Promise<RetriedMany> => {
  let sum = nothing
  let after: string | null = null
  do {
    const part: RetriedMany = await post('/retry', { all: true, ...(after !== null && { after }) })
    sum = add(sum, part)
    after = part.next
  } while (after !== null)
  return sum
}

const idsPerRequest = 100

const nothing: RetriedMany = { applied: 0, ignored: 0, refused: 0, notParked: 0, next: null }

const add = (left: RetriedMany, right: RetriedMany): RetriedMany => ({
  applied: left.applied + right.applied,
  ignored: left.ignored + right.ignored,
  refused: left.refused + right.refused,
  notParked: left.notParked + right.notParked,
  next: right.next,
})

const post = async <T>(path: string, body: unknown): Promise<T> => {
  const response = await fetch(`/api/dead-letters${path}`, {
    method: 'POST',
    credentials: 'include',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => {
    throw new RequestFailed(0, 'The server cannot be reached')
  })
  // A proxy's error page is no JSON.
  const answer = (await response.json().catch(() => ({}))) as { errors?: { message?: string }[] }
  if (response.ok) return answer as T
  const fallback = `The server answered with an error (${response.status})`
  throw new RequestFailed(response.status, answer.errors?.[0]?.message ?? fallback)
}
