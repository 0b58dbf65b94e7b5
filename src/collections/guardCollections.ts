import {
  type Endpoint,
  Forbidden,
  type SanitizedCollectionConfig,
  type SanitizedConfig,
} from 'payload'

import { isStaff } from './access/isStaff'
import { boundedQuery } from './hooks/boundedQuery'
import { boundedReads } from './hooks/boundedReads'

/**
 * What holds for every collection, those that Payload adds by itself included: questions are
 * bounded, routes that have no use here are gone, and where Payload lets in whoever is logged in,
 * or anyone, only staff get in.
 */
export const guardCollections = (config: SanitizedConfig): SanitizedConfig => {
  for (const collection of config.collections) {
    const { access, endpoints, hooks, slug } = collection
    hooks.beforeOperation.unshift(boundedQuery)
    if (endpoints) collection.endpoints = endpoints.filter(isOfUse(collection)).map(toStaffs)
    const panels = panelRoutes[slug]
    if (!panels) continue
    hooks.beforeOperation.unshift(boundedReads({ maximumPageSize: 500 }))
    collection.endpoints = endpoints
      ? endpoints.filter((endpoint) => panels.includes(toName(endpoint))).map(forStaff)
      : []
    if (slug === 'payload-locked-documents')
      Object.assign(access, { create: isStaff, read: isStaff, update: isStaff, delete: isStaff })
  }
  return config
}

/** What the admin panel asks of the collections that Payload keeps for it; nothing else is served. */
const panelRoutes: Record<string, string[]> = {
  'payload-preferences': ['get /:key', 'post /:key', 'delete /:key'],
  'payload-locked-documents': ['get /', 'patch /:id', 'delete /:id'],
  'payload-kv': [],
  'payload-migrations': [],
}

const isOfUse =
  ({ auth, disableDuplicate, upload, versions }: SanitizedCollectionConfig) =>
  ({ path }: Endpoint): boolean => {
    if (path.startsWith('/versions')) return Boolean(versions)
    if (path === '/:id/duplicate') return disableDuplicate !== true
    if (path.startsWith('/paste-url')) return Boolean(upload && upload.pasteURL)
    if (path === '/verify/:id') return Boolean(auth?.verify)
    return !(auth?.disableLocalStrategy && passwordRoutes.includes(path))
  }

/** Routes of accounts that have a password. */
const passwordRoutes = [
  '/first-register',
  '/forgot-password',
  '/init',
  '/login',
  '/logout',
  '/me',
  '/refresh-token',
  '/reset-password',
  '/unlock',
]

/** What one may do with a document tells which fields there are. */
const toStaffs = (endpoint: Endpoint): Endpoint =>
  endpoint.path.startsWith('/access') ? forStaff(endpoint) : endpoint

const forStaff = (endpoint: Endpoint): Endpoint => ({
  ...endpoint,
  handler: (req) => {
    if (!isStaff({ req })) throw new Forbidden(req.t)
    return endpoint.handler(req)
  },
})

const toName = ({ method, path }: Endpoint): string => `${method} ${path}`
