import { updatesChannel } from '@/realtime/changeFeed'

import { securitySchemes } from '../openapi/callers'
import type { JsonSchema } from '../openapi/jsonSchema'
import { ledgerMessages, type Message } from './ledgerMessages'
import { customerChanges, staffChanges, streamMessages } from './liveMessages'
import { deadLetterMessage, ringMessage } from './redisMessages'

/** What `GET /api/asyncapi.json` answers. */
export interface AsyncApiDocument {
  asyncapi: '3.0.0'
  info: { title: string; version: string; description: string }
  defaultContentType: string
  servers: Record<string, JsonSchema>
  channels: Record<string, Channel>
  operations: Record<string, JsonSchema>
  components: { messages: Record<string, Message>; securitySchemes: JsonSchema }
}

/** Where messages go. */
export interface Channel {
  address: string
  title: string
  description: string
  servers: { $ref: string }[]
  messages: Record<string, { $ref: string }>
  parameters?: Record<string, { description: string }>
}

/** Describes the events of the ledger, the live streams and what is told over Redis. */
export const describeEvents = ({ stream }: { stream: string }): AsyncApiDocument => {
  const ledger = ledgerMessages()
  const channels = {
    ledger: channel('redis', stream, ledger, {
      title: 'The ledger',
      description:
        'A Redis stream, the single source of truth: the chat application appends, this product reads with the consumer group `payload-dashboard`. A message is one entry, its payload the entry’s fields and values, all of them text. Entries are ordered by their ids. An event that breaks the rules of its type is parked and holds nothing else up; one over 4 MB is parked by its beginning.',
    }),
    live: channel(
      'http',
      '/api/realtime',
      { ...streamMessages, ...staffChanges },
      {
        title: 'The live stream of staff',
        description:
          'Server-sent events: each frame is a default `message` event whose data is the payload. `?conversation=` and `?collections=` narrow it. A heartbeat comment comes every 15 s.',
      },
    ),
    customerLive: {
      ...channel(
        'http',
        '/api/customer/{customerId}/realtime',
        { ...streamMessages, ...customerChanges },
        {
          title: 'The live stream of one customer',
          description: 'By the rules of staff’s stream, with the customer’s own documents alone.',
        },
      ),
      parameters: { customerId: { description: 'Business id of the customer.' } },
    },
    deadLetters: channel(
      'redis',
      `${stream}:deadletter`,
      { deadLetter: deadLetterMessage },
      {
        title: 'Dead letters',
        description: 'A Redis list of the latest 100,000 events that could not be applied.',
      },
    ),
    updates: channel(
      'redis',
      updatesChannel,
      { ring: ringMessage },
      {
        title: 'Rings between instances',
        description: 'A Redis channel on which instances tell each other that there is news.',
      },
    ),
  }
  const messages = {
    ...ledger,
    ...streamMessages,
    ...staffChanges,
    ...customerChanges,
    ...{ deadLetter: deadLetterMessage, ring: ringMessage },
  }
  return {
    asyncapi: '3.0.0',
    info: { title: 'Billie Realtime Supervisor Dashboard', version: '1', description },
    defaultContentType: 'application/json',
    servers: {
      redis: server('redis', 'localhost:6379', 'The Redis of `REDIS_URL`.'),
      http: server('http', 'localhost:3000', 'The product itself.'),
    },
    channels,
    operations: {
      readLedger: operation('receive', 'ledger', 'Projects what happened into the read models.'),
      streamToStaff: operation('send', 'live', 'Shows every change on the screens of staff.', [
        ...(['session', 'token', 'userApiKey'] as const),
      ]),
      streamToCustomer: operation('send', 'customerLive', 'Shows a customer what changed.', [
        ...(['customerToken', 'portalApiKey'] as const),
      ]),
      listDeadLetters: operation('send', 'deadLetters', 'Tells of what could not be applied.'),
      ring: operation('send', 'updates', 'Tells other instances that there is news.'),
      hearRing: operation('receive', 'updates', 'Hears of it, and reads the feed.'),
    },
    components: { messages, securitySchemes: toAsyncSchemes() },
  }
}

const description =
  'The events that this product reads from the ledger, and what it tells by itself: live frames, dead letters, rings between instances. Schemas are those by which entries are parsed. What is asked over HTTP is described by `/api/openapi.json`.'

const channel = (
  on: 'redis' | 'http',
  address: string,
  messages: Record<string, Message>,
  words: Pick<Channel, 'title' | 'description'>,
): Channel => ({
  address,
  ...words,
  servers: [{ $ref: `#/servers/${on}` }],
  messages: Object.fromEntries(
    Object.keys(messages).map((name) => [name, { $ref: `#/components/messages/${name}` }]),
  ),
})

const operation = (
  action: 'send' | 'receive',
  name: string,
  summary: string,
  schemes: readonly (keyof typeof securitySchemes)[] = [],
): JsonSchema => ({
  action,
  channel: { $ref: `#/channels/${name}` },
  summary,
  ...(schemes.length > 0 && {
    security: schemes.map((scheme) => ({ $ref: `#/components/securitySchemes/${scheme}` })),
  }),
})

const server = (protocol: string, address: string, words: string): JsonSchema => ({
  host: '{address}',
  protocol,
  description: words,
  variables: { address: { default: address, description: 'Host and port.' } },
})

/** OpenAPI's `apiKey` is AsyncAPI's `httpApiKey`. */
const toAsyncSchemes = (): JsonSchema =>
  Object.fromEntries(
    Object.entries(securitySchemes).map(([name, scheme]) => [
      name,
      scheme.type === 'apiKey' ? { ...scheme, type: 'httpApiKey' } : scheme,
    ]),
  )
