import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'

import { ObjectId, type Db, type Document } from 'mongodb'
import type { SanitizedConfig } from 'payload'
import sharp from 'sharp'

import { mediaDirectory } from '@/config/directories'
import { toSortableId } from '@/ledger/streamId'
import { allProjections } from '@/projections'

import { customerId } from './callers'
import type { Route } from './routes'

/** Words that stand in documents, so that an answer betrays whose data it carries. */
export const canaries = {
  staff: 'CANARY-staff',
  admin: 'CANARY-admin',
  customer: 'CANARY-customer',
  otherCustomer: 'CANARY-other',
}

/** What one request is made of. */
export interface Asked {
  url: string
  init: { method: string; body?: string | FormData; headers?: Record<string, string> }
  /** The document that it would change, as it is before. */
  target?: { collection: string; id: unknown }
}

const at = new Date('2026-03-02T10:00:00.000Z')
const streamId = '1700000000000-0'
const letterId = toSortableId(streamId)

/** Puts one document into every collection that events alone write, and what customers are shown. */
export const seed = async (database: Db, config: SanitizedConfig): Promise<void> => {
  for (const { fields, flattenedFields, slug } of config.collections) {
    if (fields.length === 0 || isPeoples(slug)) continue
    const words = slug === 'audit-events' ? canaries.admin : canaries.staff
    const texts = flattenedFields.filter(
      (field) => field.type === 'text' && !('hasMany' in field && field.hasMany),
    )
    const isNamed = flattenedFields.some(({ name }) => name === 'id')
    await database.collection<{ _id: unknown } & Document>(slug).insertOne({
      ...Object.fromEntries(texts.map(({ name }) => [name, words])),
      _id: slug === 'dead-letters' ? letterId : isNamed ? 'one' : new ObjectId(),
      ...(slug === 'conversations' && { conversationId: 'one' }),
      ...(slug === 'dead-letters' && { streamId, status: 'discarded', entry: '{}' }),
      ...(!slug.startsWith('customer-') && { updatedAt: at, startedAt: at }),
      revision: 1,
      version: 1,
    })
  }
  // The documents are of the versions that this program has, so that it may write them.
  await database
    .collection<{ _id: string }>('projection-states')
    .insertMany(allProjections.map(({ name, version }) => ({ _id: name, version })))
  for (const [id, owner, words] of [
    ['app_1', customerId, canaries.customer],
    ['app_2', 'cust_2', canaries.otherCustomer],
  ] as const) {
    await database.collection<{ _id: string }>('customer-applications').insertOne({
      _id: id,
      applicationId: id,
      customerId: owner,
      customerName: words,
      requiredDocuments: [],
    } as { _id: string })
    await database.collection<{ _id: string }>('customer-conversations').insertOne({
      _id: id,
      conversationId: id,
      customerId: owner,
      lastMessage: words,
      isAccessible: true,
    } as { _id: string })
  }
}

const isPeoples = (slug: string): boolean =>
  ['users', 'portal-clients', 'media'].includes(slug) || slug.startsWith('payload-')

/** Makes the requests of one route after the other, each on a document of its own where it writes. */
export const createRequests = async (database: Db, adminId: string) => {
  const picture = await sharp({
    create: { width: 2, height: 2, channels: 3, background: 'white' },
  })
    .png()
    .toBuffer()
  const owner = { relationTo: 'users', value: adminId }
  const fresh: Record<string, () => Promise<object> | object> = {
    users: () => ({
      email: `${randomUUID()}@example.com`,
      role: 'supervisor',
      firstName: canaries.admin,
      sessions: [],
    }),
    'portal-clients': () => ({ name: canaries.admin }),
    media: async () => {
      const filename = `${randomUUID()}.png`
      await writeFile(path.join(mediaDirectory(), filename), picture)
      return {
        filename,
        alt: canaries.staff,
        mimeType: 'image/png',
        uploadedBy: new ObjectId(adminId),
      }
    },
    'payload-preferences': () => ({ user: owner, key: randomUUID(), value: canaries.admin }),
    'payload-locked-documents': () => ({ user: owner, globalSlug: canaries.staff }),
  }

  const targetOf = async (collection: string | undefined) => {
    const make = collection === undefined ? undefined : fresh[collection]
    if (!make) {
      const known =
        collection === undefined
          ? null
          : await database.collection(collection).findOne({ revision: 1 })
      return { id: String(known?._id ?? 'one'), document: {} as Record<string, unknown> }
    }
    const document = { ...(await make()), createdAt: at, updatedAt: at } as Record<string, unknown>
    const { insertedId } = await database.collection(collection!).insertOne(document)
    return { id: String(insertedId), document }
  }

  const bodyOf = (
    { collection, method, path, question }: Route,
    document: Record<string, unknown>,
  ): object | FormData | undefined => {
    if (question === 'query') return { query: '{ Conversations { docs { id customerName } } }' }
    if (question === 'introspection') return { query: '{ __schema { types { name } } }' }
    if (question === 'mutation')
      return { query: `mutation { createPortalClient(data: { name: "${randomUUID()}" }) { id } }` }
    if (method === 'GET' || method === 'DELETE' || method === 'OPTIONS') return undefined
    const end = path.split('/').at(-1)
    if (end === 'login') return { email: 'door@example.com', password: 'the door of the tests' }
    if (end === 'forgot-password') return { email: 'nobody@example.com' }
    if (end === 'reset-password') return { token: 'made up', password: 'a new password' }
    if (end === 'unlock') return { email: document.email ?? 'nobody@example.com' }
    if (end === 'first-register') return { email: 'first@example.com', password: 'abcdefgh1234' }
    if (path === '/api/dead-letters/:id/retry') return { dryRun: true }
    if (path === '/api/dead-letters/retry') return { ids: [streamId] }
    if (end === 'discard') return { reason: 'it was asked for by a test' }
    if (collection === 'media' && method === 'POST' && end === 'media') {
      const form = new FormData()
      form.set(
        'file',
        new Blob([new Uint8Array(picture)], { type: 'image/png' }),
        `${randomUUID()}.png`,
      )
      return form
    }
    if (collection === 'users')
      return method === 'PATCH'
        ? { firstName: 'changed' }
        : { email: `${randomUUID()}@example.com`, password: 'abcdefgh1234' }
    if (collection === 'payload-preferences') return { key: randomUUID(), value: 'changed' }
    return { name: 'changed', alt: 'changed', version: 9 }
  }

  return async (route: Route): Promise<Asked> => {
    const { collection, method, path, question } = route
    const { document, id } = await targetOf(collection)
    const isMany = (method === 'PATCH' || method === 'DELETE') && !path.includes(':')
    const named = path
      .replace(':customerId', customerId)
      .replace(':applicationId', 'app_1')
      .replace(':filename', String(document.filename ?? 'none.png'))
      .replace(':key', String(document.key ?? 'none'))
      .replace(':id', path.startsWith('/api/dead-letters/:id/') ? streamId : id)
    const query = [
      ...(isMany ? [`where[id][equals]=${id}`] : []),
      ...(path.endsWith('as-of') ? ['at=2026-03-02T10:00:00Z'] : []),
      ...(path.endsWith('behind') ? ['behind=started'] : []),
    ]
    const body = bodyOf(route, document)
    const isForm = body instanceof FormData
    return {
      url: `${named}${query.length > 0 ? `?${query.join('&')}` : ''}`,
      init: {
        method,
        ...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
        headers: {
          ...(body !== undefined && !isForm && { 'Content-Type': 'application/json' }),
          ...(question === 'list by POST' && { 'X-Payload-HTTP-Method-Override': 'GET' }),
        },
      },
      ...(collection !== undefined &&
        fresh[collection] && { target: { collection, id: new ObjectId(id) } }),
    }
  }
}
