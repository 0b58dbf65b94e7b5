import type { IncomingMessage } from 'node:http'

import type { RequestHead } from '@/api/answer'

/** The path of a request as it was sent, without its query. */
export const pathOf = ({ url = '' }: IncomingMessage): string => url.split('?', 1)[0]!

/** Where a request goes whose address begins with a path. */
export const addressOf = ({ url = '' }: IncomingMessage): URL => new URL(url, anyOrigin)

/** Nothing that is answered here depends on the name by which the server was reached. */
const anyOrigin = 'http://localhost'

/** What answers depend on, without the cost of a `Request`. */
export const toRequestHead = ({ headers }: IncomingMessage, url: URL): RequestHead => ({
  url: url.href,
  headers: { get: (name) => text(headers[name.toLowerCase()]) },
})

/** A whole `Request` without a body. Whether its client has left is told by the response. */
export const toRequest = ({ headers }: IncomingMessage, url: URL): Request => {
  const given = Object.entries(headers).flatMap(([name, value]): [string, string][] => {
    const joined = text(value)
    return joined === null ? [] : [[name, joined]]
  })
  return new Request(url, { headers: given })
}

const text = (value: string | string[] | undefined): string | null =>
  value === undefined ? null : Array.isArray(value) ? value.join(', ') : value
