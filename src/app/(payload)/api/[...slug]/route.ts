import config from '@payload-config'
import '@payloadcms/next/css'
import {
  REST_DELETE,
  REST_GET,
  REST_OPTIONS,
  REST_PATCH,
  REST_POST,
  REST_PUT,
} from '@payloadcms/next/routes'

import { sameOrigin } from '@/api/sameOrigin'

export const GET = sameOrigin(REST_GET(config))
export const POST = sameOrigin(REST_POST(config))
export const DELETE = sameOrigin(REST_DELETE(config))
export const PATCH = sameOrigin(REST_PATCH(config))
export const PUT = sameOrigin(REST_PUT(config))
export const OPTIONS = REST_OPTIONS(config)
