import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose'

import { databaseOf } from '@/queries/database'

import type { TestApp } from '../../../support/app'
import { toToken } from '../../customer/tokens'

/** Kinds of callers, in the order of the table. */
export const kinds = [
  'anonymous',
  'customer',
  'other customer',
  'expired',
  'wrong algorithm',
  'portal client',
  'disabled portal client',
  'metrics token',
  'without a role',
  'supervisor',
  'supervisor’s key',
  'admin',
  'admin’s key',
] as const

/** @see kinds */
export type Kind = (typeof kinds)[number]

/** One way in which a kind of caller shows who they are. */
export interface Caller {
  kind: Kind
  headers: Record<string, string>
  /** Whether it is another way of the same kind, tried where our own code looks at it. */
  isVariant?: boolean
}

/** The customer whose data the paths name. */
export const customerId = 'cust_1'

/** A publisher of keys whose tokens are accepted beside those of the secret. */
export const startIssuer = async () => {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true })
  const keys = [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256' }]
  const server = createServer((_, answer) => answer.end(JSON.stringify({ keys })))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/keys`,
    publicPem: await exportSPKI(publicKey),
    sign: (subject: string) =>
      new SignJWT({})
        .setProtectedHeader({ alg: 'RS256', kid: 'one' })
        .setSubject(subject)
        .setExpirationTime('1h')
        .sign(privateKey),
    close: () => server.close(),
  }
}

/** What callers show is made of. */
export interface CallerSecrets {
  issuer: Awaited<ReturnType<typeof startIssuer>>
  /** What signs the tokens of customers. */
  key: string
  metricsToken: string
}

/** Everybody who asks, each in every way that they have. */
export const createCallers = async (
  app: TestApp,
  { issuer, key, metricsToken }: CallerSecrets,
): Promise<{ callers: Caller[]; adminId: string }> => {
  const bearer = (kind: Kind, token: string, isVariant = false): Caller => ({
    kind,
    headers: { Authorization: `Bearer ${token}` },
    isVariant,
  })
  const staff = async (role: 'admin' | 'supervisor') => {
    const session = await app.login(role)
    const owner = await app.login(role)
    const apiKey = randomUUID()
    await app.payload.update({ collection: 'users', id: owner.id, data: { apiKey } })
    return {
      id: session.id,
      callers: [
        // As a program shows its session, and as a browser does.
        { kind: role, headers: { Authorization: `JWT ${session.token}` } },
        { kind: role, headers: { Cookie: `payload-token=${session.token}` }, isVariant: true },
        { kind: `${role}’s key` as Kind, headers: { Authorization: `users API-Key ${apiKey}` } },
      ] as Caller[],
    }
  }
  const portal = async (isEnabled: boolean) => {
    const apiKey = randomUUID()
    const client = await app.payload.create({
      collection: 'portal-clients',
      data: { name: 'portal', apiKey },
    })
    if (!isEnabled)
      await app.payload.update({
        collection: 'portal-clients',
        id: client.id,
        data: { enableAPIKey: false },
      })
    return { Authorization: `portal-clients API-Key ${apiKey}` }
  }
  const ended = await app.login('admin')
  await databaseOf(app.payload)
    .collection('users')
    .updateOne({ _id: (await idOf(app, ended.id)) as never }, { $set: { sessions: [] } })
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const claims = encode({ sub: customerId, exp: Math.floor(Date.now() / 1_000) + 3_600 })
  const admin = await staff('admin')
  const supervisor = await staff('supervisor')
  const roleless = await app.login(null)
  return {
    adminId: admin.id,
    callers: [
      { kind: 'anonymous', headers: {} },
      bearer('customer', await toToken(customerId, { key, expiresInSeconds: 3_600 })),
      bearer('customer', await issuer.sign(customerId), true),
      bearer('other customer', await toToken('cust_2', { key, expiresInSeconds: 3_600 })),
      bearer('expired', await toToken(customerId, { key, expiresInSeconds: -120 }), true),
      { kind: 'expired', headers: { Authorization: `JWT ${ended.token}` } },
      bearer('wrong algorithm', `${encode({ alg: 'none' })}.${claims}.`),
      bearer('wrong algorithm', await toToken(customerId, { key, alg: 'HS512' }), true),
      bearer('wrong algorithm', await toToken(customerId, { key: issuer.publicPem }), true),
      { kind: 'portal client', headers: await portal(true) },
      { kind: 'disabled portal client', headers: await portal(false) },
      bearer('metrics token', metricsToken),
      { kind: 'without a role', headers: { Authorization: `JWT ${roleless.token}` } },
      ...supervisor.callers,
      ...admin.callers,
    ],
  }
}

const idOf = async (app: TestApp, id: string): Promise<unknown> => {
  const users = await databaseOf(app.payload).collection('users').find().toArray()
  return users.find(({ _id }) => String(_id) === id)?._id
}
