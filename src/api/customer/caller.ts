import type { Db } from 'mongodb'

import { toBusinessId, toDocumentId } from '@/ledger/documentId'

import { ApiFailure, notFound } from '../errors'
import { findPortalClient, type PortalClient } from './portalClients'
import type { CustomerToken, TokenVerifier } from './tokens'

/** Who asks a customer route: a customer for themself, or a portal server for any of them. */
export type CustomerCaller =
  ({ kind: 'customer' } & CustomerToken) | ({ kind: 'portal-client' } & PortalClient)

/** What it takes to know a caller. */
export interface CallerParts {
  database: Db
  /** Signs the index of API keys. */
  secret: string
  verifyToken: TokenVerifier
}

/**
 * Who asks. Sessions and cookies of staff count for nothing here.
 * @throws {ApiFailure} 401 where the request shows nothing that is accepted, 503 where that cannot
 * be told now
 */
export const identifyCaller = async (
  headers: Pick<Headers, 'get'>,
  { database, secret, verifyToken }: CallerParts,
): Promise<CustomerCaller> => {
  const shown = headers.get('authorization') ?? ''
  const apiKey = /^portal-clients API-Key (\S{1,512})$/.exec(shown)?.[1]
  if (apiKey !== undefined) {
    const client = await findPortalClient(database, { apiKey, secret })
    if (!client) throw refused('The API key is not known.')
    return { kind: 'portal-client', ...client }
  }
  const token = /^Bearer +(\S+)$/i.exec(shown)?.[1]
  if (token === undefined) throw refused('Show a bearer token or an API key.')
  const verdict = await verifyToken(token)
  if (verdict === 'invalid') throw refused('The token is not valid, or has expired.')
  if (verdict === 'unavailable')
    throw new ApiFailure(503, 'UNAVAILABLE', 'Tokens cannot be checked now.', {
      'Retry-After': '5',
    })
  return { kind: 'customer', ...verdict }
}

/**
 * The business id of the customer whom a path names, by it or by its document id.
 * @throws {ApiFailure} 404 where a customer names somebody else
 */
export const customerOf = (caller: CustomerCaller, named: string): string => {
  if (caller.kind === 'portal-client') return toBusinessId(named)
  const { customerId } = caller
  if (named === customerId || named === toDocumentId(customerId)) return customerId
  throw notFound()
}

const refused = (message: string): ApiFailure =>
  new ApiFailure(401, 'UNAUTHENTICATED', message, { 'WWW-Authenticate': 'Bearer' })
