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

import { errorShape } from '@/api/errorShape'
import { sameOrigin } from '@/api/sameOrigin'

export const GET = sameOrigin(errorShape(REST_GET(config)))
export const POST = sameOrigin(errorShape(REST_POST(config)))
export const DELETE = sameOrigin(errorShape(REST_DELETE(config)))
export const PATCH = sameOrigin(errorShape(REST_PATCH(config)))
export const PUT = sameOrigin(errorShape(REST_PUT(config)))
export const OPTIONS = REST_OPTIONS(config)
