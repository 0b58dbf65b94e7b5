import { ObjectId } from 'mongodb'
import type {
  CollectionAfterChangeHook,
  CollectionBeforeChangeHook,
  CollectionBeforeDeleteHook,
  PayloadRequest,
} from 'payload'

import type { AuditAction } from '@/ops/audit'
import { databaseOf } from '@/queries/database'

import { recordAction } from './recordAction'
import { sessionOf } from './session'

/** Tells the trail that a key was made, replaced or taken away, in the transaction that does it. */
export const auditKeyChange: CollectionBeforeChangeHook = async ({
  collection,
  data,
  operation,
  originalDoc,
  req,
}) => {
  // Nothing is said of the key, or: null takes it away.
  if (operation !== 'update' || data.apiKeyIndex === undefined) return data
  const id = String(originalDoc?.id)
  const before = await readKeyIndex(req, collection.slug, id)
  const after = (data.apiKeyIndex ?? undefined) as string | undefined
  if (before !== after)
    await recordAction(req, {
      action: toAction(before, after),
      subject: `${collection.slug}/${id}`,
    })
  return data
}

/** @see auditKeyChange; what is new has an id only now */
export const auditKeyOfNew: CollectionAfterChangeHook = async ({
  collection,
  doc,
  operation,
  req,
}) => {
  if (operation !== 'create') return doc
  const id = String(doc.id)
  if (await readKeyIndex(req, collection.slug, id))
    await recordAction(req, { action: 'api-key.created', subject: `${collection.slug}/${id}` })
  return doc
}

/** A key ends with whoever has it. */
export const auditKeyOfDeleted: CollectionBeforeDeleteHook = async ({ collection, id, req }) => {
  if (await readKeyIndex(req, collection.slug, String(id)))
    await recordAction(req, { action: 'api-key.revoked', subject: `${collection.slug}/${id}` })
}

const toAction = (before: string | undefined, after: string | undefined): AuditAction => {
  if (after === undefined) return 'api-key.revoked'
  return before === undefined ? 'api-key.created' : 'api-key.replaced'
}

const readKeyIndex = async (
  req: PayloadRequest,
  collection: string,
  id: string,
): Promise<string | undefined> => {
  const session = await sessionOf(req)
  const found = await databaseOf(req.payload)
    .collection(collection)
    .findOne(
      { _id: new ObjectId(id) },
      { projection: { apiKeyIndex: 1 }, ...(session && { session }) },
    )
  return (found?.apiKeyIndex ?? undefined) as string | undefined
}
