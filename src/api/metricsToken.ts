import { createHash, timingSafeEqual } from 'node:crypto'

/**
 * Whether a request shows the metrics token (`Authorization: Bearer …`). Takes as long for a wrong
 * token as for the right one; nobody passes where no token is set.
 */
export const hasMetricsToken = (headers: Headers, token: string | undefined): boolean => {
  const shown = /^Bearer +(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1]
  if (shown === undefined || token === undefined) return false
  return timingSafeEqual(digest(shown), digest(token))
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
