import { MongoError, MongoNetworkError, MongoServerError, MongoServerSelectionError } from 'mongodb'

/**
 * What a failed batch calls for:
 * - `conflict`: another worker wrote the same documents, or a rebuild renamed them under a read;
 *   the same batch again, now.
 * - `paused`: a rebuild is being switched in; the same batch again in some milliseconds.
 * - `retired`: the live read models are another version's; this worker stands by.
 * - `unavailable`: an engine is away; no event is to blame and no attempt is burned; wait.
 * - `event`: something in the batch cannot be applied; find it by halving.
 */
export type FailureClass = 'conflict' | 'paused' | 'retired' | 'unavailable' | 'event'

/** What the product stands on. */
export type EngineName = 'mongodb' | 'redis'

/** Judges an error by its type, code and labels, never by its message. */
export const classifyFailure = (thrown: unknown): FailureClass => {
  const error = underlying(thrown)
  if (hasCode(error, 'GATE_CLOSED')) return 'paused'
  if (hasCode(error, 'VERSION_RETIRED')) return 'retired'
  if (error instanceof MongoServerError && conflictCodes.has(Number(error.code))) return 'conflict'
  if (isUnavailable(error)) return 'unavailable'
  if (error instanceof MongoError && error.hasErrorLabel('TransientTransactionError'))
    return 'conflict'
  return 'event'
}

/** Whose absence a failure of the class `unavailable` shows. */
export const engineOf = (error: unknown): EngineName =>
  error instanceof MongoError || (error instanceof Error && error.name === 'ProcessingTimeout')
    ? 'mongodb'
    : 'redis'

/**
 * A projection's own code or documents refused an event. Nothing is wrong with an engine, and
 * another writer is not to blame.
 */
export class ProjectionFailed extends Error {
  override readonly name = 'ProjectionFailed'
  readonly code = 'PROJECTION_FAILED'

  /** @param cause what was thrown; its message and stack are kept with the dead letter */
  constructor(
    readonly projection: string,
    override readonly cause: unknown,
  ) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}

/**
 * Runs a part of a projection; what it throws says whose it is.
 * @throws {ProjectionFailed} for a failure of the class `event`; any other as it is
 */
export const asProjection = async <T>(
  projection: string,
  work: () => T | Promise<T>,
): Promise<T> => {
  try {
    return await work()
  } catch (error) {
    throw attributed(projection, error)
  }
}

/** A failure of the class `event`, with the name of the projection that it happened in. */
export const attributed = (projection: string, error: unknown): unknown =>
  error instanceof ProjectionFailed || classifyFailure(error) !== 'event'
    ? error
    : new ProjectionFailed(projection, error)

/** Redis neither answered nor refused in time. */
export class RedisTimeout extends Error {
  override readonly name = 'RedisTimeout'
  readonly code = 'REDIS_TIMEOUT'
}

/** A bulk write that could not be sent is an error of the server that holds the real one. */
export const underlying = (error: unknown): unknown => {
  const response: unknown = error instanceof MongoServerError ? error.errorResponse : undefined
  return response instanceof Error ? response : error
}

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && (error as { code?: unknown }).code === code

/**
 * DuplicateKey (two workers begin one document), WriteConflict, NoSuchTransaction, LockTimeout;
 * QueryPlanKilled and CursorKilled (a rebuild renamed the collection under a read).
 */
const conflictCodes = new Set([11000, 112, 251, 24, 175, 237])

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
  'RedisTimeout',
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
