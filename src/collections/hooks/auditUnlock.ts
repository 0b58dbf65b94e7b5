import type { CollectionAfterOperationHook, CollectionBeforeOperationHook } from 'payload'
import { commitTransaction, initTransaction } from 'payload'

import { databaseOf } from '@/queries/database'

import { isOurOwnCode, recordAction } from './recordAction'
import { sessionOf } from './session'

const isBegun = 'unlockIsBegun'

/**
 * Begins the transaction of an unlocking before Payload does, which would commit its own before
 * the trail can be told. Where the unlocking fails, Payload takes this one back.
 */
export const beginUnlock: CollectionBeforeOperationHook = async ({ args, operation, req }) => {
  if (operation === 'unlock' && !isOurOwnCode(req))
    req.context[isBegun] = await initTransaction(req)
  return args
}

/** Tells the trail of an account that was unlocked, and commits what `beginUnlock` began. */
export const auditUnlock: CollectionAfterOperationHook = async ({
  args,
  collection,
  operation,
  req,
  result,
}) => {
  if (operation !== 'unlock' || isOurOwnCode(req)) return result
  const { data } = args as unknown as { data: { email: string } }
  const session = await sessionOf(req)
  const user = await databaseOf(req.payload)
    .collection(collection.slug)
    .findOne(
      { email: data.email.toLowerCase().trim() },
      { projection: { _id: 1 }, ...(session && { session }) },
    )
  await recordAction(req, { action: 'user.unlocked', subject: `${collection.slug}/${user?._id}` })
  if (req.context[isBegun]) await commitTransaction(req)
  return result
}
