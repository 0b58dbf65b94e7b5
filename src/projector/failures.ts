import { MongoError, MongoNetworkError, MongoServerError, MongoServerSelectionError } from 'mongodb'

/**
 * What a failed batch calls for:
 * - `conflict`: another worker wrote the same documents; the same batch again, now.
 * - `unavailable`: an engine is away; no event is to blame and no attempt is burned; wait.
 * - `event`: something in the batch cannot be applied; find it by halving.
 */
export type FailureClass = 'conflict' | 'unavailable' | 'event'

/** Judges an error by its type, code and labels, never by its message. */
export const classifyFailure = (error: unknown): FailureClass => {
  if (error instanceof MongoServerError && conflictCodes.has(Number(error.code))) return 'conflict'
  if (isUnavailable(error)) return 'unavailable'
  if (error instanceof MongoError && error.hasErrorLabel('TransientTransactionError'))
    return 'conflict'
  return 'event'
}

/** DuplicateKey (two workers begin one document), WriteConflict, NoSuchTransaction, LockTimeout. */
const conflictCodes = new Set([11000, 112, 251, 24])

/** Not primary, stepping down, shutting down, interrupted, no majority, read-only or out of disk. */
const unavailableCodes = new Set([
  6, 7, 50, 64, 79, 89, 91, 100, 134, 189, 262, 9001, 10058, 10107, 11600, 11602, 13388, 13435,
  13436, 14031,
])

const unavailableNames = new Set([
  'MongoNotConnectedError',
  'MongoTopologyClosedError',
  'MongoClientClosedError',
  'MongoExpiredSessionError',
  'ProcessingTimeout',
  'MongoWriteConcernError',
  'MongoPoolClearedError',
  'MongoPoolClosedError',
  'MongoWaitQueueTimeoutError',
  'MaxRetriesPerRequestError',
  // Whatever Redis refuses (out of memory, read-only, loading), no event is to blame.
  'ReplyError',
])

const unavailableSystemCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
])

const isUnavailable = (error: unknown): boolean => {
  if (error instanceof MongoNetworkError || error instanceof MongoServerSelectionError) return true
  if (!(error instanceof Error)) return false
  if (unavailableNames.has(error.name)) return true
  const { code } = error as { code?: unknown }
  if (typeof code === 'string') return unavailableSystemCodes.has(code)
  return error instanceof MongoServerError && unavailableCodes.has(Number(code))
}
