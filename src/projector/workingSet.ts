import type { ClientSession, Collection, Filter } from 'mongodb'

import type { ProjectedDocument } from '@/projections/documents'
import type { StreamId } from '@/ledger/streamId'

import { findAll } from './findAll'
import { type Write, writeAll } from './writeAll'

interface Held<Document> {
  before: Document | undefined
  after: Document | undefined
  /** The latest event that changed it. */
  eventId?: StreamId
  /** Write it even if nothing changed, so that a concurrent writer of it conflicts. */
  isTouched: boolean
}

/** A document that a batch changed. */
export interface ChangedDocument<Document> {
  operation: 'create' | 'update'
  /**
   * As it was before; absent where it was created, or is only told again. A batch of several events
   * does not load what it replaces whole, so that such a field is absent.
   */
  before?: Document
  document: Document
  eventId: StreamId
}

/**
 * The documents of one read model that a batch works on: loaded once, folded in memory, and
 * written as what changed, each with its revision raised by one.
 */
export class WorkingSet<Document extends ProjectedDocument> {
  private readonly held = new Map<string, Held<Document>>()

  constructor(
    private readonly collection: Collection<Document>,
    private readonly session: ClientSession,
    private readonly revisionBase = 0,
  ) {}

  /**
   * Loads the documents of these ids that are not held yet.
   * @param without a field that is not loaded, because the batch is certain to set it
   */
  async load(
    ids: Iterable<string>,
    { without }: { without?: keyof Document & string } = {},
  ): Promise<void> {
    const missing = [...new Set(ids)].filter((id) => !this.held.has(id))
    if (missing.length === 0) return
    for (const id of missing)
      this.held.set(id, { before: undefined, after: undefined, isTouched: false })
    await this.loadWhere({ _id: { $in: missing } } as Filter<Document>, {
      expected: missing.length,
      without,
    })
  }

  /** Loads documents whole that were loaded without a field. */
  async reload(ids: readonly string[]): Promise<void> {
    for (const id of ids) this.held.delete(id)
    await this.load(ids)
  }

  /** Loads every document that a filter finds; those that are held already stay as they are. */
  async loadWhere(
    filter: Filter<Document>,
    { expected, without }: { expected?: number; without?: string | undefined } = {},
  ): Promise<void> {
    const query = { filter, expected, ...(without && { projection: { [without]: 0 as const } }) }
    for (const document of await findAll(this.collection, query, this.session)) {
      const known = this.held.get(document._id)
      if (known?.after) continue
      this.held.set(document._id, { before: document, after: document, isTouched: false })
    }
  }

  has(id: string): boolean {
    return this.held.has(id)
  }

  get(id: string): Document | undefined {
    return this.held.get(id)?.after
  }

  /** The latest event of the batch that changed a document. */
  eventIdOf(id: string): StreamId | undefined {
    return this.held.get(id)?.eventId
  }

  /** The document as it was loaded. */
  before(id: string): Document | undefined {
    return this.held.get(id)?.before
  }

  /** Every document that exists by now. */
  documents(): Document[] {
    return [...this.held.values()].flatMap(({ after }) => (after ? [after] : []))
  }

  set(document: Document, eventId: StreamId): void {
    const held = this.held.get(document._id)
    if (!held) throw new Error(`${document._id} was not loaded`)
    held.after = document
    held.eventId = eventId
  }

  /** Marks a document for writing, so that whoever else writes it at this moment must try again. */
  touch(id: string): void {
    const held = this.held.get(id)
    if (held?.after) held.isTouched = true
  }

  /** Writes what changed and returns it, as it is stored now. */
  async write(): Promise<ChangedDocument<Document>[]> {
    const changed: ChangedDocument<Document>[] = []
    const operations: Write<Document>[] = []
    for (const { after, before, eventId, isTouched } of this.held.values()) {
      if (!after || (after === before && !isTouched)) continue
      const document = {
        ...after,
        revision: Math.max(before?.revision ?? 0, this.revisionBase) + 1,
      }
      operations.push(before ? toUpdate(before, document) : toInsert(document))
      if (after !== before && eventId)
        changed.push({
          operation: before ? 'update' : 'create',
          ...(before && { before }),
          document,
          eventId,
        })
    }
    await writeAll(this.collection, operations, this.session)
    return changed
  }
}

const toInsert = <Document extends ProjectedDocument>(document: Document): Write<Document> => ({
  insertOne: { document: document as never },
})

const toUpdate = <Document extends ProjectedDocument>(
  before: Document,
  after: Document,
): Write<Document> => {
  const { ledger: beforeLedger = {}, ...beforeFields } = before as Fields
  const { ledger: afterLedger = {}, ...afterFields } = after as Fields
  // The projector's notes hold lists as long as the document's own: what stays is not written.
  const changes = [
    ...changesOf('', beforeFields, afterFields),
    ...changesOf('ledger.', beforeLedger as Fields, afterLedger as Fields),
  ]
  const $set = Object.fromEntries(changes.filter(([, value]) => value !== undefined))
  const $unset = Object.fromEntries(
    changes.flatMap(([path, value]) => (value === undefined ? [[path, '']] : [])),
  )
  return {
    updateOne: {
      filter: { _id: before._id } as Filter<Document>,
      update: {
        ...(Object.keys($set).length > 0 && { $set }),
        ...(Object.keys($unset).length > 0 && { $unset }),
      } as never,
    },
  }
}

type Fields = Record<string, unknown>

/** The fields that differ, with what they are now; `undefined` where they are no more. */
const changesOf = (prefix: string, before: Fields, after: Fields): [string, unknown][] => [
  ...Object.entries(after).flatMap(([field, value]): [string, unknown][] =>
    value !== undefined && before[field] !== value ? [[`${prefix}${field}`, value]] : [],
  ),
  ...Object.keys(before).flatMap((field): [string, unknown][] =>
    after[field] === undefined ? [[`${prefix}${field}`, undefined]] : [],
  ),
]
