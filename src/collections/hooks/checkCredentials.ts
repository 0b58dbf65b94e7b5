import { APIError, type CollectionBeforeOperationHook, type PayloadRequest } from 'payload'

/** Fewer characters could be guessed; a random UUID has 36. */
const minimumKeyCharacters = 16

const credentials = ['apiKey', 'email', 'enableAPIKey', 'password']

/**
 * Keeps API keys honest: a key is long, it works exactly while `enableAPIKey` is true, and it
 * changes no credential of its own user, so that whoever finds one cannot take the account over.
 */
export const checkCredentials: CollectionBeforeOperationHook = ({ args, operation, req }) => {
  if (operation !== 'create' && operation !== 'update') return args
  const { data } = args as { data?: Record<string, unknown> }
  if (typeof data !== 'object' || data === null) return args
  const id = 'id' in args ? args.id : undefined
  if (operation === 'update' && isByOwnKey(req, id) && credentials.some((name) => name in data))
    throw new APIError(
      'An API key changes no password, address or key of its own user: log in.',
      403,
      null,
      true,
    )
  return { ...args, data: { ...data, ...toKeyState(data) } }
}

/** Many at once may be oneself, too. */
const isByOwnKey = ({ user }: PayloadRequest, id: unknown): boolean => {
  const isByKey = (user as { _strategy?: unknown } | null)?._strategy === 'api-key'
  return isByKey && (id === undefined || String(id) === String(user?.id))
}

const toKeyState = ({ apiKey, enableAPIKey }: Record<string, unknown>): object => {
  const isGiven = apiKey !== undefined && apiKey !== null && apiKey !== ''
  if (!isGiven)
    return enableAPIKey === false || apiKey !== undefined
      ? { apiKey: null, enableAPIKey: false }
      : {}
  if (enableAPIKey === false) throw invalid('A key that is not enabled cannot be set.')
  const isLong = typeof apiKey === 'string' && /^[\x21-\x7e]+$/.test(apiKey)
  if (!isLong || apiKey.length < minimumKeyCharacters || apiKey.length > 512)
    throw invalid(
      `An API key has ${minimumKeyCharacters} to 512 characters without spaces: take a random UUID.`,
    )
  return { enableAPIKey: true }
}

const invalid = (message: string): APIError => new APIError(message, 400, null, true)
