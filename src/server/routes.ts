import type { Payload } from 'payload'

import type { CustomerCaller } from '@/api/customer/caller'
import {
  answerApplication,
  answerApplications,
  answerConversations,
  type CustomerApi,
  type CustomerRoute,
} from '@/api/customer/routes'
import { openCustomerStream } from '@/api/customer/stream'
import { openLiveStream } from '@/api/liveStream'
import type { StreamCounts } from '@/api/streamCounts'
import type { Hub } from '@/realtime/hub'

/** What direct answers are served from. */
export interface DirectParts {
  api: CustomerApi & { streams: StreamCounts<CustomerCaller> }
  hub: Hub
  payload: Payload
  /** Live streams of staff. */
  streams: StreamCounts<string>
}

/** Opens a live stream; `breakConnection` ends its connection where its reader does not read. */
export type OpenStream = (
  request: Request,
  parts: DirectParts & { breakConnection: () => void },
) => Promise<Response>

/** A path, with parts of any text after colons, and what answers a `GET` of it. */
export type DirectRoute = { path: string } & ({ answer: CustomerRoute } | { open: OpenStream })

/** What is answered before Next is asked. Each has its route in `src/app` that calls the same function. */
export const directRoutes: readonly DirectRoute[] = [
  { path: '/api/customer/:customerId/applications', answer: answerApplications },
  { path: '/api/customer/:customerId/application/:applicationId', answer: answerApplication },
  { path: '/api/customer/:customerId/conversations', answer: answerConversations },
  { path: '/api/customer/:customerId/realtime', open: openCustomerStream },
  { path: '/api/realtime', open: openLiveStream },
]

/** The route of a path as it was sent, without its query. */
export const routeOf = (path: string): DirectRoute | undefined =>
  patterns.find(({ pattern }) => pattern.test(path))?.route

const patterns = directRoutes.map((route) => ({
  route,
  pattern: new RegExp(`^${route.path.replace(/:[^/]+/g, '[^/]+')}$`),
}))
