import {
  createRemoteJWKSet,
  decodeProtectedHeader,
  errors,
  jwtVerify,
  type JWTVerifyGetKey,
  type JWTVerifyOptions,
} from 'jose'

import { createVerifiedTokens, type CustomerToken } from './verifiedTokens'

export type { CustomerToken } from './verifiedTokens'

/** Where tokens of customers come from. */
export interface TokenSettings {
  /** Secrets of HS256; each is accepted, so that they can be changed without a gap. */
  secrets: readonly string[]
  /** Where the issuer publishes its keys; a key that is not known yet is looked for there. */
  jwksUrl?: string
  issuer?: string
  audience?: string
}

/**
 * What became of a token: it proves something; it proves nothing (forged, expired, of another
 * algorithm, without a customer); or the issuer's keys cannot be had now. Values rather than
 * errors: whoever asks may hold another copy of an error's class, as bundlers make them.
 */
export type TokenVerdict = CustomerToken | 'invalid' | 'unavailable'

/** @see TokenVerdict */
export type TokenVerifier = (token: string) => Promise<TokenVerdict>

/** Clocks of issuers may be off by so much, in seconds. */
const clockToleranceSeconds = 30

/** Algorithms of published keys; which of them counts, the key says. Never one with a secret. */
const publicKeyAlgorithms = ['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519']

const maximumTokenCharacters = 8_192
const maximumIdCharacters = 512

/**
 * Checks tokens of customers (JWT: `sub` and `exp` are required). The configuration fixes the
 * algorithms: a secret verifies HS256 alone, published keys never verify it.
 */
export const createTokenVerifier = ({
  audience,
  issuer,
  jwksUrl,
  secrets,
}: TokenSettings): TokenVerifier => {
  /** Of any other form, jose would make the key ready for every token, which costs as much again. */
  let keys: Promise<CryptoKey[]> | undefined
  const published = jwksUrl === undefined ? undefined : publishedKeys(jwksUrl)
  const rules: JWTVerifyOptions = {
    clockTolerance: clockToleranceSeconds,
    requiredClaims: ['sub', 'exp'],
    ...(issuer !== undefined && { issuer }),
    ...(audience !== undefined && { audience }),
  }

  // Secrets do not change while the process runs. Published keys may be withdrawn: their tokens are
  // verified at every request.
  const verified = createVerifiedTokens()

  const verify = async (token: string, isPublished: boolean) => {
    if (isPublished)
      return jwtVerify(token, published!, { ...rules, algorithms: publicKeyAlgorithms })
    let failure: unknown
    keys ??= Promise.all(secrets.map(importSecret))
    for (const key of await keys)
      try {
        return await jwtVerify(token, key, { ...rules, algorithms: ['HS256'] })
      } catch (error) {
        failure = error
        if (!(error instanceof errors.JWSSignatureVerificationFailed)) break
      }
    throw failure ?? new errors.JOSEAlgNotAllowed('no secret is configured')
  }

  return async (token) => {
    if (token.length > maximumTokenCharacters) return 'invalid'
    const known = verified.get(token)
    if (known) return known
    try {
      const isPublished = published !== undefined && decodeProtectedHeader(token).alg !== 'HS256'
      const { exp, sub } = (await verify(token, isPublished)).payload
      // Both are required above; an empty subject names nobody.
      if (typeof sub !== 'string' || sub === '' || sub.length > maximumIdCharacters)
        return 'invalid'
      const proves = { customerId: sub, expiresAtMs: (exp! + clockToleranceSeconds) * 1_000 }
      if (!isPublished) verified.keep(token, proves)
      return proves
    } catch (error) {
      if (error instanceof KeysUnavailable) return 'unavailable'
      if (error instanceof errors.JOSEError || error instanceof TypeError) return 'invalid'
      throw error
    }
  }
}

/** @throws DataError for an empty secret, which the settings refuse */
const importSecret = (secret: string): Promise<CryptoKey> =>
  crypto.subtle.importKey(
    'raw',
    new TextEncoder().encode(secret),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['verify'],
  )

class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable'
}

/** The issuer's keys, kept for ten minutes and asked for again at most every 30 seconds. */
const publishedKeys = (url: string): JWTVerifyGetKey => {
  const keys = createRemoteJWKSet(new URL(url), {
    cacheMaxAge: 600_000,
    cooldownDuration: 30_000,
    timeoutDuration: 3_000,
  })
  return async (header, token) => {
    try {
      return await keys(header, token)
    } catch (error) {
      const isToken =
        error instanceof errors.JWKSNoMatchingKey ||
        error instanceof errors.JWKSMultipleMatchingKeys ||
        error instanceof errors.JOSENotSupported
      if (isToken) throw error
      throw new KeysUnavailable('the keys of the tokens cannot be read', { cause: error })
    }
  }
}
