import config from '@payload-config'
import { GRAPHQL_POST, REST_OPTIONS } from '@payloadcms/next/routes'
import { getPayload } from 'payload'

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
export const OPTIONS = REST_OPTIONS(config)
