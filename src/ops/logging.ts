import type { LoggerOptions } from 'pino'

/**
 * How the product logs in production: JSON, and no personal data. Messages of foreign errors are
 * left out, because they quote what they failed on (a parser its input, a database the key, Redis
 * its arguments); the class, the code and the place in the source remain.
 */
export const loggerOptions = ({ level }: { level: string }): LoggerOptions => ({
  level,
  formatters: { level: (label) => ({ level: label }) },
  serializers: {
    err: toLoggedError,
    error: toLoggedError,
    typ: toName,
    path: toName,
    code: toCode,
  },
  redact: { paths: redactedPaths(), censor: '[redacted]' },
  hooks: {
    // Without a message of its own, an entry would get its error's.
    logMethod(inputs, method) {
      const [first, ...others] = inputs as unknown[]
      const error = errorOf(first)
      if (!error || typeof others[0] === 'string' || typeof messageOf(first) === 'string')
        return method.apply(this, inputs)
      const details = first instanceof Error ? { err: first } : first
      return method.apply(this, [details, error.name] as unknown as typeof inputs)
    },
  },
})

/** What is told of an error. */
export interface LoggedError {
  type: string
  code?: string | number
  message?: string
  /** Where it was thrown: places in the source, without the message. */
  stack?: string
  cause?: LoggedError
}

/** What is left of an error in a log. @see loggerOptions */
export function toLoggedError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error }
  const { cause, message, name } = error
  const code = codeOf(error)
  return {
    type: toName(name),
    ...(code !== undefined && { code }),
    ...(isHarmless(error) && { message }),
    ...(error.stack && { stack: toPlaces(error.stack) }),
    ...(cause instanceof Error && depth < 3 && { cause: toLoggedError(cause, depth + 1) }),
  }
}

/** Errors whose messages are ours, or are about a connection: they quote no data. */
const harmlessNames = new Set([
  'ApiFailure',
  'GateClosed',
  'HubRefusal',
  'InvalidEnvironment',
  'MaxRetriesPerRequestError',
  'MongoNetworkError',
  'MongoNetworkTimeoutError',
  'MongoNotConnectedError',
  'MongoServerSelectionError',
  'ProcessingTimeout',
  'Stopped',
  'VersionRetired',
])

const isHarmless = (error: Error): boolean => harmlessNames.has(error.name) || 'syscall' in error

const codeOf = (error: Error): string | number | undefined => {
  // Redis names the kind of an error in the first word of its reply.
  if (error.name === 'ReplyError') return /^[A-Z]+/.exec(error.message)?.[0]
  const { code } = error as { code?: unknown }
  if (typeof code === 'number') return code
  return typeof code === 'string' ? toName(code) : undefined
}

const maximumPlaces = 20

const toPlaces = (stack: string): string =>
  stack
    .split('\n')
    .filter((line) => place.test(line))
    .slice(0, maximumPlaces)
    .join('\n')

/** `at name (file:1:2)`, `at file:1:2`: a line of a message does not look like that by chance. */
const place = /^ {4}at [^'"{}]{1,400}$/

/** A name that a program chose; anything else may be somebody's words. */
function toName(value: unknown): string {
  return typeof value === 'string' && /^[\w.:[\]-]{0,120}$/.test(value) ? value : '(withheld)'
}

function toCode(value: unknown): string | number {
  return typeof value === 'number' ? value : toName(value)
}

const errorOf = (first: unknown): Error | undefined => {
  if (first instanceof Error) return first
  const { err } = (first ?? {}) as { err?: unknown }
  return err instanceof Error ? err : undefined
}

const messageOf = (first: unknown): unknown =>
  first instanceof Error ? undefined : (first as { msg?: unknown }).msg

const personalFields = [
  'dat',
  'entry',
  'envelope',
  'fields',
  'extra',
  'frame',
  'doc',
  'document',
  'utterance',
  'rationale',
  'lastUtterance',
  'content',
  'customer',
  'customerName',
  'fullName',
  'firstName',
  'lastName',
  'preferredName',
  'email',
  'emailAddress',
  'mobilePhoneNumber',
  'dateOfBirth',
  'residentialAddress',
  'documentNumber',
  'password',
  'token',
  'apiKey',
  'secret',
  'authorization',
  'cookie',
  'headers',
  'body',
]

const redactedPaths = (): string[] =>
  personalFields.flatMap((name) => [name, `*.${name}`, `*.*.${name}`])
