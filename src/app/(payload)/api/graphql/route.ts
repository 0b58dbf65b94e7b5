import config from '@payload-config'
import { GRAPHQL_POST, REST_OPTIONS } from '@payloadcms/next/routes'
import { getPayload } from 'payload'

import { methodNotAllowed } from '@/api/methodNotAllowed'
import { guardGraphql } from '@/api/payloadRoutes'
import { userOf } from '@/api/userOf'

export const POST = guardGraphql(GRAPHQL_POST(config), {
  authenticate: async (headers) => {
    const payload = await getPayload({ config })
    return userOf(payload, headers)
  },
  log: (error) =>
    void getPayload({ config }).then(({ logger }) =>
      logger.error({ err: error, msg: 'a GraphQL query was not answered' }),
    ),
})

const refused = methodNotAllowed('POST')

export const GET = refused
export const PUT = refused
export const PATCH = refused
export const DELETE = refused
export const OPTIONS = REST_OPTIONS(config)
