import type { Endpoint } from 'payload'

import { staffEndpoint } from '../endpoint'
import { describeApi } from './document'

/** `GET /api/openapi.json` (contract: HTTP). */
export const openApiEndpoint: Endpoint = staffEndpoint('/openapi.json', ({ payload }) =>
  describeApi(payload),
)
