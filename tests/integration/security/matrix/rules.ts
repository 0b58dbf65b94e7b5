import { type Kind, kinds } from './callers'
import type { Route } from './routes'

/** Who may ask something. */
export interface Rule {
  may: readonly Kind[]
  /** Statuses with which somebody who may ask is answered, beside those below 400. */
  answers?: readonly number[]
}

const everyone = kinds
const nobody: readonly Kind[] = []
const staff: readonly Kind[] = ['supervisor', 'supervisor’s key', 'admin', 'admin’s key']
const admins: readonly Kind[] = ['admin', 'admin’s key']
const accounts: readonly Kind[] = ['without a role', ...staff]
const sessions: readonly Kind[] = ['without a role', 'supervisor', 'admin']

/** Written by events alone: staff read them. */
const readModels = [
  'conversations',
  'customers',
  'applications',
  'customer-applications',
  'customer-conversations',
  'conversation-stats',
  'application-stats',
  'daily-metrics',
  'ledger-events',
  'dead-letters',
  'projection-states',
]

/** `METHOD path`, and who may; the first that fits counts. */
const ownRoutes: [RegExp, Rule][] = [
  [/^GET \/$/, { may: everyone }],
  [/^GET \/api\/health\/live$/, { may: everyone }],
  // A busy machine is unhealthy, and the answer says so.
  [/^GET \/api\/health$/, { may: everyone, answers: [503] }],
  [/^GET \/api\/metrics$/, { may: ['metrics token', ...admins] }],
  [/^GET \/api\/realtime(\/status)?$/, { may: staff }],
  [/^GET \/api\/business\//, { may: staff }],
  [/^GET \/api\/(openapi|asyncapi)\.json$/, { may: staff }],
  // What a browser asks before it asks: it names methods and headers, and nobody's data.
  [/^OPTIONS /, { may: everyone }],
  // They say that there is no such method.
  [/^(GET|PUT|PATCH|DELETE) \/api\/graphql$/, { may: nobody }],
  [
    /^(POST|PUT|PATCH|DELETE) \/api\/(customer\/:customerId\/|business\/|health$|metrics$|realtime)/,
    { may: nobody },
  ],
  [/^GET \/api\/customer\/:customerId\//, { may: ['customer', 'portal client'] }],
  // What the caller may do, and nothing of what there is.
  [/^GET \/api\/access$/, { may: everyone }],
]

const readRoutes = /^GET \/api\/[^/]+(\/count|\/:id)?$/

const collectionRoutes: [readonly string[], [RegExp, Rule][]][] = [
  [
    ['conversations'],
    [
      [/^GET .*\/(search|:id\/transcript)$/, { may: staff }],
      // The document of the test was not made by events.
      [/^GET .*\/as-of$/, { may: staff, answers: [404] }],
    ],
  ],
  [
    ['dead-letters'],
    [
      // What a retry would change, anyone of staff may know: the request below is a dry run.
      [/^POST .*\/:id\/retry$/, { may: staff }],
      [/^POST .*(\/retry|\/:id\/discard)$/, { may: admins, answers: [409] }],
    ],
  ],
  [readModels, [[readRoutes, { may: staff }]]],
  [['audit-events'], [[readRoutes, { may: admins }]]],
  [
    ['portal-clients'],
    [
      [readRoutes, { may: admins }],
      [/^POST \/api\/[^/]+$/, { may: admins }],
      [/^(PATCH|DELETE) /, { may: admins }],
    ],
  ],
  [
    ['users'],
    [
      // Whoever knows a password, has an address, or wants to know whether they are somebody.
      [/^(POST .*\/(login|forgot-password)|GET .*\/(me|init))$/, { may: everyone }],
      [/^POST .*\/logout$/, { may: accounts }],
      [/^POST .*\/refresh-token$/, { may: sessions }],
      [/^POST .*\/unlock$/, { may: admins }],
      // Everyone else finds themself there, and nobody else.
      [/^GET \/api\/[^/]+(\/count)?$/, { may: accounts }],
      [/^GET .*\/:id$/, { may: admins }],
      [/^POST \/api\/[^/]+$/, { may: admins }],
      [/^(PATCH|DELETE) /, { may: admins }],
    ],
  ],
  [
    ['media'],
    [
      [readRoutes, { may: staff }],
      [/^GET .*\/file\/:filename$/, { may: staff }],
      [/^POST \/api\/[^/]+$/, { may: staff }],
      // Somebody else's; one's own may be changed by whoever uploaded it.
      [/^(PATCH|DELETE) /, { may: admins }],
    ],
  ],
  // One's own preferences; nobody reaches another's.
  [['payload-preferences'], [[/^(GET|POST|DELETE) .*\/:key$/, { may: staff, answers: [404] }]]],
  [['payload-locked-documents'], [[/^(GET|PATCH|DELETE) /, { may: staff }]]],
  [['payload-kv', 'payload-migrations'], []],
]

/**
 * Who may ask what. Whatever no rule lets anyone do, nobody may.
 * @returns nothing where the route has not been judged
 */
export const ruleOf = (route: Route): Rule | undefined => {
  const asked = `${route.method} ${route.path}`
  if (route.question === 'list by POST')
    return ruleOf({ method: 'GET', path: route.path, collection: route.collection! })
  if (route.question === 'mutation') return { may: admins }
  if (route.question) return { may: staff }
  if (route.collection === undefined) return ownRoutes.find(([pattern]) => pattern.test(asked))?.[1]
  const own = collectionRoutes.filter(([slugs]) => slugs.includes(route.collection!))
  if (own.length === 0) return undefined
  // What may be done with a document, as the admin panel asks.
  if (asked.endsWith('/access/:id')) return { may: staff }
  const fits = own.flatMap(([, rules]) => rules).find(([pattern]) => pattern.test(asked))
  return fits?.[1] ?? (isPayloads(asked) ? { may: nobody } : undefined)
}

/** What Payload gives every collection; a route of our own must be named above. */
const isPayloads = (asked: string): boolean =>
  /^\w+ \/api\/[^/]+(\/(:id|:key|count|access\/:id|versions(\/:id)?|:id\/duplicate|login|logout|init|me|refresh-token|forgot-password|reset-password|first-register|unlock|verify\/:id|paste-url\/:id|file\/:filename))?$/.test(
    asked,
  )
