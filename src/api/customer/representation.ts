import { createHash } from 'node:crypto'

import type { Answer, RequestHead } from '../answer'
import { ApiFailure } from '../errors'

const plainType = 'application/json'
const versionedType = 'application/vnd.billie.v1+json'

/**
 * The content type that the caller asked for: the versioned one by name, plain JSON otherwise.
 * @throws {ApiFailure} 406 where only other versions are wanted
 */
export const negotiateType = (accept: string | null): string => {
  const wanted = (accept ?? '*/*')
    .split(',')
    .map((part) => part.split(';')[0]!.trim().toLowerCase())
    .filter((type) => type !== '')
  if (wanted.includes(versionedType)) return versionedType
  const isOtherVersion = (type: string): boolean => type.startsWith('application/vnd.billie.')
  if (wanted.length > 0 && wanted.every(isOtherVersion))
    throw new ApiFailure(406, 'NOT_ACCEPTABLE', `There is ${versionedType} and ${plainType}.`)
  return plainType
}

/**
 * A body with its validator, or 304 where the caller has it already. The strong `ETag` is a digest
 * of the very bytes, so that it changes with the representation and with nothing else.
 */
export const represent = (request: RequestHead, body: unknown): Answer => {
  const type = negotiateType(request.headers.get('accept'))
  const text = JSON.stringify(body)
  const digest = createHash('sha256').update(`${type}\n${text}`).digest('base64url')
  const etag = `"${digest.slice(0, 27)}"`
  const headers = {
    ETag: etag,
    // Kept by the customer's own browser, and asked for again every time.
    'Cache-Control': 'private, no-cache',
    Vary: 'Accept, Authorization, Origin',
  }
  if (matches(request.headers.get('if-none-match'), etag)) return { status: 304, headers }
  return { status: 200, headers: { ...headers, 'Content-Type': type }, body: text }
}

const matches = (ifNoneMatch: string | null, etag: string): boolean =>
  ifNoneMatch !== null &&
  (ifNoneMatch.trim() === '*' ||
    ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag))
