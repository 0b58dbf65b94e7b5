import { answer, message, object } from './collectionAnswers'
import { staff, type Caller } from './callers'
import type { CollectionContext, Sketch } from './collectionContext'
import type { JsonSchema } from './jsonSchema'
import type { Body } from './operation'

const text: JsonSchema = { type: 'string' }
const email: JsonSchema = { type: 'string', format: 'email' }
const expiry: JsonSchema = {
  type: 'number',
  description: 'When the token runs out, in seconds since the epoch.',
}

const body = (properties: Record<string, JsonSchema>): Body => ({
  required: true,
  content: { 'application/json': object(properties) },
})

/**
 * Logging in and out, for a collection whose users have passwords. An account that shows API keys
 * alone has nothing to log in with.
 */
export const authOperations = (
  { config, document, schemas }: CollectionContext,
  unlockers: Caller[],
): [string, Sketch][] => {
  if (config.auth.disableLocalStrategy) return []
  const name = schemas.name
  const anyone: Caller[] = ['anyone']
  const properties = schemas.read.properties as Record<string, JsonSchema>
  const asking = { ...schemas.read, properties: { ...properties, _strategy: text } }
  const session = { user: document, token: text, exp: expiry, message: text }
  return [
    [
      'post /login',
      {
        ...{ id: `login${name}`, summary: 'Log in', callers: anyone },
        description: 'Sets the session’s cookie, and answers a token for programs.',
        body: body({ email, password: text }),
        answers: { 200: answer('The user and the token.', object(session)) },
        failures: [400, 401],
      },
    ],
    [
      'post /logout',
      {
        ...{ id: `logout${name}`, summary: 'End the session', callers: staff },
        answers: { 200: message('The session has ended.') },
        failures: [400],
      },
    ],
    [
      'get /me',
      {
        ...{ id: `readOwn${name}`, summary: 'Who is asking', callers: [...anyone, ...staff] },
        answers: {
          200: answer(
            'The user; null for nobody.',
            object(
              {
                ...{ user: { oneOf: [asking, { type: 'null' }] }, message: text },
                ...{ token: text, exp: expiry, collection: text, strategy: text },
              },
              ['token', 'exp', 'collection', 'strategy'],
            ),
          ),
        },
      },
    ],
    [
      'post /refresh-token',
      {
        ...{ id: `refreshTokenOf${name}`, summary: 'Prolong the session', callers: staff },
        answers: {
          200: answer(
            'The user and a new token.',
            object(
              {
                ...{ user: asking, refreshedToken: text, exp: expiry },
                ...{ setCookie: { type: 'boolean' }, strategy: text, message: text },
              },
              ['setCookie', 'strategy'],
            ),
          ),
        },
        failures: [400],
      },
    ],
    [
      'get /init',
      {
        ...{ id: `readWhether${name}Exists`, summary: 'Whether there is any account' },
        callers: anyone,
        answers: { 200: answer('Whether there is.', object({ initialized: { type: 'boolean' } })) },
      },
    ],
    [
      'post /first-register',
      {
        ...{ id: `registerFirst${name}`, summary: 'Create the first account', callers: anyone },
        description: 'Possible as long as there is no account at all.',
        body: { required: true, content: { 'application/json': schemas.create } },
        answers: { 200: answer('The user and the token.', object(session)) },
        failures: [400, 401, 403],
      },
    ],
    [
      'post /forgot-password',
      {
        ...{ id: `forgotPasswordOf${name}`, summary: 'Ask for a new password', callers: anyone },
        body: body({ email }),
        answers: { 200: message('Said whether or not there is such an account.') },
        failures: [400],
      },
    ],
    [
      'post /reset-password',
      {
        ...{ id: `resetPasswordOf${name}`, summary: 'Set a new password', callers: anyone },
        description: 'With the token that was sent to the address.',
        body: body({ token: text, password: text }),
        answers: { 200: answer('The user and the token.', object(session, ['exp', 'message'])) },
        failures: [400, 403],
      },
    ],
    [
      'post /unlock',
      {
        ...{ id: `unlock${name}`, summary: 'Let an account log in again', callers: unlockers },
        description: 'After too many wrong passwords.',
        body: body({ email }),
        answers: { 200: message('It is unlocked.') },
        failures: [400],
      },
    ],
  ]
}
