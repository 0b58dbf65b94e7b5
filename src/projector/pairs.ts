import type { Collection } from 'mongodb'

/** The document of one id in two collections. */
export type Pair<Document> = [left: Document | undefined, right: Document | undefined]

/** Goes through two collections in step, by id. */
export async function* pairs<Document extends { _id: string }>(
  left: Collection<Document>,
  right: Collection<Document>,
): AsyncGenerator<Pair<Document>> {
  const read = (collection: Collection<Document>): AsyncIterator<Document> =>
    collection
      .find({}, { sort: { _id: 1 } })
      .map((found) => found as Document)
      [Symbol.asyncIterator]()
  const lefts = read(left)
  const rights = read(right)
  let one = await lefts.next()
  let other = await rights.next()
  while (!one.done || !other.done)
    if (one.done || (!other.done && other.value._id < one.value._id)) {
      yield [undefined, other.value as Document]
      other = await rights.next()
    } else if (other.done || one.value._id < other.value._id) {
      yield [one.value, undefined]
      one = await lefts.next()
    } else {
      yield [one.value, other.value]
      one = await lefts.next()
      other = await rights.next()
    }
}
