/** Who may ask for something. */
export type Caller =
  'anyone' | 'supervisor' | 'admin' | 'customer' | 'portal-client' | 'metrics-token'

/** Everybody of staff. */
export const staff: readonly Caller[] = ['supervisor', 'admin']

/** Customers for themself, and portal servers for any of them. */
export const portal: readonly Caller[] = ['customer', 'portal-client']

const header = { type: 'apiKey', in: 'header', name: 'Authorization' } as const

/** How callers show who they are. */
export const securitySchemes = {
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'payload-token',
    description: 'The session of somebody who logged in to the admin panel.',
  },
  token: {
    ...header,
    description: 'The token that `POST /api/users/login` answers, as `JWT TOKEN`.',
  },
  userApiKey: { ...header, description: 'The API key of a user, as `users API-Key KEY`.' },
  customerToken: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'A token of one customer: `sub` is the customer’s id, `exp` is required.',
  },
  portalApiKey: {
    ...header,
    description: 'The API key of a trusted portal server, as `portal-clients API-Key KEY`.',
  },
  metricsToken: {
    type: 'http',
    scheme: 'bearer',
    description: 'The token that the setting `METRICS_TOKEN` holds.',
  },
} as const

/** Name of a security scheme. */
export type SchemeName = keyof typeof securitySchemes

const schemesOf: Record<Caller, readonly SchemeName[]> = {
  anyone: [],
  supervisor: ['session', 'token', 'userApiKey'],
  admin: ['session', 'token', 'userApiKey'],
  customer: ['customerToken'],
  'portal-client': ['portalApiKey'],
  'metrics-token': ['metricsToken'],
}

/** The alternatives of showing who asks, as OpenAPI lists them; an empty one stands for nobody. */
export const toSecurity = (callers: readonly Caller[]): Record<string, string[]>[] => {
  const names = new Set(callers.flatMap((caller) => schemesOf[caller]))
  const alternatives: Record<string, string[]>[] = [...names].map((name) => ({ [name]: [] }))
  return callers.includes('anyone') ? [{}, ...alternatives] : alternatives
}
