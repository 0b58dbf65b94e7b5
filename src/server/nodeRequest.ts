import type { IncomingMessage } from 'node:http'

import type { RequestHead } from '@/api/answer'

/** Where a request goes; nothing where its address is none, or does not begin with a path. */
export const addressOf = ({ url = '' }: IncomingMessage): URL | undefined => {
  // Two slashes would begin another host.
  if (!url.startsWith('/') || url.startsWith('//') || !URL.canParse(url, anyOrigin))
    return undefined
  return new URL(url, anyOrigin)
}

/** Nothing that is answered here depends on the name by which the server was reached. */
const anyOrigin = 'http://localhost'

/** What answers depend on, without the cost of a `Request`. */
export const toRequestHead = (
  { headers, method = 'GET' }: IncomingMessage,
  url: URL,
): RequestHead => ({
  method,
  url: url.href,
  headers: { get: (name) => text(headers[name.toLowerCase()]) },
})

/** A whole `Request` without a body; `signal` tells it that its client has left. */
export const toRequest = (
  { headers, method = 'GET' }: IncomingMessage,
  { signal, url }: { url: URL; signal: AbortSignal },
): Request => {
  const given = Object.entries(headers).flatMap(([name, value]): [string, string][] => {
    const joined = text(value)
    return joined === null ? [] : [[name, joined]]
  })
  return new Request(url, { method, headers: given, signal })
}

const text = (value: string | string[] | undefined): string | null =>
  value === undefined ? null : Array.isArray(value) ? value.join(', ') : value
