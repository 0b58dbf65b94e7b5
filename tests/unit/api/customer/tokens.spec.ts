import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { createTokenVerifier } from '@/api/customer/tokens'

let server: Server
let url: string
let published: JWK[] = []
let isUp = true
let asked = 0

beforeAll(async () => {
  server = createServer((_request, response) => {
    asked += 1
    response.statusCode = isUp ? 200 : 500
    response.end(JSON.stringify({ keys: published }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`
})

afterAll(() => server.close())

beforeEach(() => {
  published = []
  isUp = true
  asked = 0
})

type Key = Parameters<SignJWT['sign']>[0]

const issue = async (alg: string, kid: string): Promise<{ key: Key; jwk: JWK }> => {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true })
  return { key: privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg } }
}

const sign = (key: Key, header: { alg: string; kid?: string }, claims: object = {}) =>
  new SignJWT({ sub: 'cust_1', exp: Math.floor(Date.now() / 1_000) + 60, ...claims })
    .setProtectedHeader(header)
    .sign(key)

const secret = 'a secret that is long enough'
const bytes = new TextEncoder().encode(secret)

describe('tokens of customers with published keys', () => {
  it.each(['RS256', 'PS256', 'ES256', 'EdDSA'])('are accepted with %s', async (alg) => {
    const { jwk, key } = await issue(alg, 'one')
    published = [jwk]
    const verify = createTokenVerifier({ secrets: [], jwksUrl: url })
    expect(await verify(await sign(key, { alg, kid: 'one' }))).toMatchObject({
      customerId: 'cust_1',
    })
  })

  it('are checked without asking for the keys each time', async () => {
    const { jwk, key } = await issue('ES256', 'one')
    published = [jwk]
    const verify = createTokenVerifier({ secrets: [], jwksUrl: url })
    for (let count = 0; count < 5; count++)
      expect(await verify(await sign(key, { alg: 'ES256', kid: 'one' }))).toBeTypeOf('object')
    const { key: unknown } = await issue('ES256', 'two')
    for (let count = 0; count < 5; count++)
      expect(await verify(await sign(unknown, { alg: 'ES256', kid: 'two' }))).toBe('invalid')
    expect(asked).toBe(1)
  })

  it('are refused where a public key serves as a secret, or the algorithm is the key’s no more', async () => {
    const { jwk, key } = await issue('RS256', 'one')
    published = [jwk]
    const verify = createTokenVerifier({ secrets: [], jwksUrl: url })
    const confused = new TextEncoder().encode(JSON.stringify(jwk))
    expect(await verify(await sign(confused, { alg: 'HS256', kid: 'one' }))).toBe('invalid')
    const { privateKey } = await generateKeyPair('PS256')
    expect(await verify(await sign(privateKey, { alg: 'PS256', kid: 'one' }))).toBe('invalid')
    expect(await verify(await sign(key, { alg: 'RS256', kid: 'one' }))).toBeTypeOf('object')
  })

  it('say nothing while the keys cannot be read', async () => {
    const { key } = await issue('ES256', 'one')
    isUp = false
    const verify = createTokenVerifier({ secrets: [], jwksUrl: url })
    expect(await verify(await sign(key, { alg: 'ES256', kid: 'one' }))).toBe('unavailable')
  })

  it('stand beside those of a secret', async () => {
    const { jwk, key } = await issue('ES256', 'one')
    published = [jwk]
    const verify = createTokenVerifier({ secrets: [secret], jwksUrl: url })
    expect(await verify(await sign(bytes, { alg: 'HS256' }))).toBeTypeOf('object')
    expect(await verify(await sign(key, { alg: 'ES256', kid: 'one' }))).toBeTypeOf('object')
  })
})

describe('tokens of customers with a secret', () => {
  it('must name the issuer and the audience where these are configured', async () => {
    const verify = createTokenVerifier({ secrets: [secret], issuer: 'bank', audience: 'portal' })
    const claims = { iss: 'bank', aud: 'portal' }
    expect(await verify(await sign(bytes, { alg: 'HS256' }, claims))).toBeTypeOf('object')
    for (const wrong of [{ iss: 'x' }, { aud: 'x' }, { iss: undefined }, { aud: undefined }])
      expect(await verify(await sign(bytes, { alg: 'HS256' }, { ...claims, ...wrong }))).toBe(
        'invalid',
      )
  })

  it('are all refused where none is configured', async () => {
    const verify = createTokenVerifier({ secrets: [] })
    expect(await verify(await sign(bytes, { alg: 'HS256' }))).toBe('invalid')
    expect(await verify('')).toBe('invalid')
    expect(await verify('x'.repeat(10_000))).toBe('invalid')
  })

  it('are refused before their time, and name a customer by a text', async () => {
    const verify = createTokenVerifier({ secrets: [secret] })
    const now = Math.floor(Date.now() / 1_000)
    for (const claims of [{ nbf: now + 60 }, { sub: 7 }, { sub: '' }, { exp: 'never' }])
      expect(await verify(await sign(bytes, { alg: 'HS256' }, claims))).toBe('invalid')
    expect(await verify(await sign(bytes, { alg: 'HS256' }, { nbf: now + 20 }))).toBeTypeOf(
      'object',
    )
  })
})
