import type { Endpoint } from 'payload'

import { publicEndpoint } from './endpoint'

/** Answers while the process can answer, whatever its engines do. */
export const healthEndpoints: Endpoint[] = [
  publicEndpoint('/health/live', async () => ({ status: 'alive' })),
]
