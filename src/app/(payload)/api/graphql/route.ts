import config from '@payload-config'
import { GRAPHQL_POST, REST_OPTIONS } from '@payloadcms/next/routes'

import { closedToPortals } from '@/api/closedToPortals'
import { sameOrigin } from '@/api/sameOrigin'

export const POST = sameOrigin(closedToPortals(GRAPHQL_POST(config)))
export const OPTIONS = REST_OPTIONS(config)
