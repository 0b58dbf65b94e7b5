import {
  type ClientSession,
  type Collection,
  type Document,
  type InsertOneModel,
  MongoBulkWriteError,
  MongoServerError,
  type ReplaceOneModel,
  type UpdateOneModel,
} from 'mongodb'

import { underlying } from './failures'

/** A document as it is to be kept, or what is to change in one. */
export type Write<Schema extends Document> =
  | { insertOne: InsertOneModel<Schema> }
  | { updateOne: Pick<UpdateOneModel<Schema>, 'filter' | 'update'> }
  | { replaceOne: Pick<ReplaceOneModel<Schema>, 'filter' | 'replacement' | 'upsert'> }

/**
 * Writes a batch inside a transaction, in no particular order, leaving out what is `undefined`. The
 * driver's bulk writes work out how long every document is before they serialise it, which costs as
 * much again. Here a bound is worked out, and only what might be too long for one command is left to
 * the driver to divide.
 * @throws {MongoServerError} of the first write that was refused; nothing of the transaction counts then
 */
export const writeAll = async <Schema extends Document>(
  collection: Collection<Schema>,
  writes: readonly Write<Schema>[],
  session: ClientSession,
): Promise<void> => {
  if (writes.length === 0) return
  if (writes.length > maximumStatements || boundOf(writes, maximumCommandBytes) === Infinity)
    return writeDivided(collection, writes, session)
  const documents = writes.flatMap((write) =>
    'insertOne' in write ? [write.insertOne.document] : [],
  )
  const updates = writes.flatMap((write) => ('insertOne' in write ? [] : [toStatement(write)]))
  const name = collection.collectionName
  const send = async (command: Document): Promise<void> => {
    const answer = await collection.db.command(
      { ...command, ordered: false },
      { session, ignoreUndefined: true },
    )
    const [refused] = (answer.writeErrors ?? []) as Document[]
    if (refused) throw new MongoServerError(refused)
  }
  if (documents.length > 0) await send({ insert: name, documents })
  if (updates.length > 0) await send({ update: name, updates })
}

/** One command after the other: what follows a refused one would be told that the transaction is gone. */
const writeDivided = async <Schema extends Document>(
  collection: Collection<Schema>,
  writes: readonly Write<Schema>[],
  session: ClientSession,
): Promise<void> => {
  const inserts = writes.filter((write) => 'insertOne' in write)
  const updates = writes.filter((write) => !('insertOne' in write))
  try {
    await collection.bulkWrite([...inserts, ...updates], { session, ignoreUndefined: true })
  } catch (error) {
    throw refusalOf(underlying(error))
  }
}

/** What is kept with dead letters is the class of the failure: it must not depend on a batch's length. */
const refusalOf = (error: unknown): unknown => {
  if (!(error instanceof MongoBulkWriteError)) return error
  const [refused] = [error.writeErrors].flat()
  return refused ? new MongoServerError({ code: refused.code, errmsg: refused.errmsg }) : error
}

const toStatement = <Schema extends Document>(
  write: Exclude<Write<Schema>, { insertOne: unknown }>,
): Document => {
  if ('updateOne' in write) {
    const { filter, update } = write.updateOne
    // Without an operator it would replace the document.
    if (!Object.values(update).some((change) => change !== undefined))
      throw new TypeError('An update changes nothing')
    if (!Object.keys(update).every(isOperator)) throw new TypeError('An update has operators only')
    return { q: filter, u: update }
  }
  const { filter, replacement, upsert } = write.replaceOne
  if (Object.keys(replacement).some(isOperator))
    throw new TypeError('A replacement has no operators')
  return { q: filter, u: replacement, upsert }
}

const isOperator = (key: string): boolean => key.startsWith('$')

/** The server takes 16 MB and, beside that, what belongs to the command itself. */
const maximumCommandBytes = 15 * 1024 * 1024
/** The server takes 100,000. */
const maximumStatements = 50_000

/**
 * The most that a value can be long as BSON, in bytes, its own key not counted.
 * @returns `Infinity` where that is above the maximum, or cannot be told
 */
export const boundOf = (value: unknown, maximum: number): number => {
  switch (typeof value) {
    case 'string':
      // Asking for a length costs more than a short text is worth; no unit of it takes over 3 bytes.
      return 5 + (value.length > 64 ? Buffer.byteLength(value) : 3 * value.length)
    case 'number':
    case 'boolean':
    case 'undefined':
      return 8
    case 'object':
      return value === null || value instanceof Date ? 8 : boundOfContainer(value, maximum)
    default:
      return Infinity
  }
}

const boundOfContainer = (container: object, maximum: number): number => {
  let bytes = 5
  if (Array.isArray(container)) {
    for (const item of container) {
      bytes += arrayKeyBytes + boundOf(item, maximum)
      if (bytes > maximum) return Infinity
    }
    return bytes
  }
  // Only what the driver serialises field by field.
  const prototype: unknown = Object.getPrototypeOf(container)
  if (prototype !== Object.prototype && prototype !== null) return Infinity
  for (const key in container) {
    bytes += 2 + 3 * key.length + boundOf((container as Record<string, unknown>)[key], maximum)
    if (bytes > maximum) return Infinity
  }
  return bytes
}

/** A type, the index in digits and its end. */
const arrayKeyBytes = 12
