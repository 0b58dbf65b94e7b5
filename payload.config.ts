import path from 'node:path'
import { fileURLToPath } from 'node:url'

import { mongooseAdapter } from '@payloadcms/db-mongodb'
import { buildConfig } from 'payload'
import sharp from 'sharp'

import { dashboard } from '@/admin/widgets/config'
import { asyncApiEndpoint } from '@/api/asyncapi/endpoint'
import { boundedQueries } from '@/api/boundedQueries'
import { errorCodes } from '@/api/errorCodes'
import { healthEndpoints } from '@/api/health'
import { openApiEndpoint } from '@/api/openapi/endpoint'
import { collections } from '@/collections'
import { guardCollections } from '@/collections/guardCollections'
import { publicOrigin } from '@/config/origin'
import { isProduction, payloadSettings } from '@/config/payloadSettings'
import { loggerOptions } from '@/ops/logging'

const root = path.dirname(fileURLToPath(import.meta.url))
const settings = payloadSettings()
const origin = publicOrigin()

export default buildConfig({
  secret: settings.PAYLOAD_SECRET,
  // Transactions need a replica set; the environment's schema refuses an address without one.
  db: mongooseAdapter({
    url: settings.DATABASE_URI,
    autoPluralization: false,
    // A transaction that meets a collection or an index in the making fails: wait until all stand.
    afterOpenConnection: async ({ collections: models }) => {
      await Promise.all(Object.values(models).map((model) => model.init()))
    },
  }),
  collections,
  endpoints: [...healthEndpoints, openApiEndpoint, asyncApiEndpoint],
  sharp,
  admin: {
    user: 'users',
    // The others ask a third party for a picture of every address.
    avatar: 'default',
    dateFormat: 'd MMM yyyy, HH:mm',
    // No pictures for previews of links: whoever asks for one makes the server draw.
    meta: {
      titleSuffix: ' · Billie Supervisor Dashboard',
      defaultOGImageType: 'off',
      icons: [{ rel: 'icon', type: 'image/svg+xml', url: '/icon.svg' }],
    },
    importMap: { baseDir: path.join(root, 'src') },
    dashboard,
    components: {
      actions: ['/admin/components/HeaderLinks/index#HeaderLinks'],
      beforeNavLinks: ['/admin/components/NavLinks/index#NavLinks'],
      graphics: {
        Icon: '/admin/components/Brand/index#Icon',
        Logo: '/admin/components/Brand/index#Logo',
      },
      views: {
        dashboard: { Component: '/admin/views/Live/index#LiveView' },
        overview: {
          Component: '/admin/views/Overview/index#OverviewView',
          path: '/overview',
          exact: true,
          meta: { title: 'Overview' },
        },
        business: {
          Component: '/admin/views/Business/index#BusinessView',
          path: '/business',
          exact: true,
          meta: { title: 'Business' },
        },
        apiReference: {
          Component: '/admin/views/Reference/ApiReference#ApiReferenceView',
          path: '/api-reference',
          exact: true,
          meta: { title: 'API reference' },
        },
        eventReference: {
          Component: '/admin/views/Reference/EventReference#EventReferenceView',
          path: '/event-reference',
          exact: true,
          meta: { title: 'Event reference' },
        },
      },
    },
  },
  i18n: {
    translations: {
      en: {
        error: { unauthorizedAdmin: 'Access denied' },
        general: { dashboard: 'Live', noLabel: '–', untitled: 'No name' },
      },
    },
  },
  cors: origin === undefined ? [] : [origin],
  hooks: { afterError: [errorCodes] },
  defaultDepth: 1,
  maxDepth: 3,
  graphQL: {
    disablePlaygroundInProduction: true,
    // Only staff reach GraphQL at all, and their programs may ask what there is.
    disableIntrospectionInProduction: false,
    maxComplexity: 1_000,
    validationRules: () => [boundedQueries],
  },
  upload: { limits: { fileSize: 5 * 1024 * 1024 }, abortOnLimit: true },
  typescript: { outputFile: path.join(root, 'payload-types.ts') },
  telemetry: false,
  ...(isProduction() && { logger: { options: loggerOptions({ level: settings.LOG_LEVEL }) } }),
  // What people get wrong is no failure of the product.
  loggingLevels: {
    APIError: 'info',
    AuthenticationError: 'info',
    LockedAuth: 'info',
    QueryError: 'info',
  },
  onInit: async (payload) => {
    const { startRuntime } = await import('@/runtime')
    await startRuntime(payload)
  },
}).then(guardCollections)
