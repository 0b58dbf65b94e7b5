import type { Endpoint } from 'payload'

import { env } from '@/config/env'

import { staffEndpoint } from '../endpoint'
import { describeEvents } from './document'

/** `GET /api/asyncapi.json` (contract: HTTP). */
export const asyncApiEndpoint: Endpoint = staffEndpoint('/asyncapi.json', async () =>
  describeEvents({ stream: env().LEDGER_STREAM }),
)
