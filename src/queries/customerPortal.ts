import type { Db, Filter } from 'mongodb'
import { z } from 'zod'

import { toDocumentId } from '@/ledger/documentId'
import type {
  CustomerApplicationDocument,
  CustomerConversationDocument,
} from '@/projections/portal/documents'
import { toShown } from '@/projections/portal/shown'

import { InvalidCursor } from './cursor'
import { maximumReadMs } from './database'
import { readAll } from './readAll'

/** The largest page of a customer's documents. */
export const maximumPortalPage = 50

/** One page, newest first. */
export interface PortalPage {
  docs: Record<string, unknown>[]
  nextCursor: string | null
}

interface PageOptions {
  database: Db
  /** Business id. */
  customerId: string
  /** From 1 to `maximumPortalPage`. */
  limit: number
  /** Where the page before ended, as it told. */
  cursor?: string
}

/**
 * A customer's applications, newest update first.
 * @throws {InvalidCursor} where the cursor is none that this list gave
 */
export const listCustomerApplications = (options: PageOptions): Promise<PortalPage> =>
  readPage<CustomerApplicationDocument>(options, {
    collection: 'customer-applications',
    field: 'lastUpdateAt',
    filter: {},
  })

/**
 * A customer's accessible conversations, newest message first.
 * @throws {InvalidCursor} where the cursor is none that this list gave
 */
export const listCustomerConversations = (options: PageOptions): Promise<PortalPage> =>
  readPage<CustomerConversationDocument>(options, {
    collection: 'customer-conversations',
    field: 'lastMessageAt',
    filter: { isAccessible: true },
  })

/** One of a customer's applications, by its business or document id; nothing where it is not theirs. */
export const readCustomerApplication = async ({
  applicationId,
  customerId,
  database,
}: {
  database: Db
  customerId: string
  applicationId: string
}): Promise<Record<string, unknown> | undefined> => {
  const ids = [...new Set([applicationId, toDocumentId(applicationId)])]
  const found = await readAll(
    database.collection<CustomerApplicationDocument>('customer-applications'),
    { filter: { _id: { $in: ids }, customerId }, maxTimeMS: maximumReadMs, limit: 2 },
  )
  const document = found.find(({ _id }) => _id === applicationId) ?? found[0]
  return document && toShown('customer-applications', document)
}

interface List<Document> {
  collection: 'customer-applications' | 'customer-conversations'
  /** The time that the list is sorted by; a document without one comes last. */
  field: 'lastUpdateAt' | 'lastMessageAt'
  filter: Filter<Document>
}

const readPage = async <
  Document extends CustomerApplicationDocument | CustomerConversationDocument,
>(
  { cursor, customerId, database, limit }: PageOptions,
  { collection, field, filter }: List<Document>,
): Promise<PortalPage> => {
  const filters: object[] = [{ customerId }, filter]
  if (cursor !== undefined) filters.push(after(field, fromCursor(cursor, field)))
  const found = await readAll(database.collection<Document>(collection), {
    filter: { $and: filters } as Filter<Document>,
    sort: { [field]: -1, _id: -1 },
    limit: limit + 1,
    maxTimeMS: maximumReadMs,
  })
  const page = found.slice(0, limit)
  const last = page.at(-1) as (Document & Record<string, Date | undefined>) | undefined
  return {
    docs: page.map((document) => toShown(collection, document)),
    nextCursor:
      found.length > limit && last
        ? toCursor(field, { atMs: last[field]?.getTime() ?? null, id: last._id })
        : null,
  }
}

interface Place {
  /** Nothing where the document has no time. */
  atMs: number | null
  id: string
}

const after = (field: string, { atMs, id }: Place): object => {
  if (atMs === null) return { [field]: null, _id: { $lt: id } }
  const at = new Date(atMs)
  return { $or: [{ [field]: { $lt: at } }, { [field]: at, _id: { $lt: id } }, { [field]: null }] }
}

const toCursor = (field: string, { atMs, id }: Place): string =>
  Buffer.from(JSON.stringify([field, atMs, id])).toString('base64url')

const latestMs = 8_640_000_000_000_000
const shape = z.tuple([
  z.string(),
  z.number().int().min(-latestMs).max(latestMs).nullable(),
  z.string().max(16_384),
])

const fromCursor = (cursor: string, field: string): Place => {
  const place = shape.safeParse(readJson(Buffer.from(cursor, 'base64url').toString()))
  if (!place.success || place.data[0] !== field) throw new InvalidCursor()
  return { atMs: place.data[1], id: place.data[2] }
}

const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
