import type { Logger } from 'pino'

import { type LedgerEntry, toEnvelope } from '@/ledger/entry'
import { compareStreamIds, type StreamId } from '@/ledger/streamId'

import { type ParsedEntry, toParsedEntry } from './applyBatch'
import { sizeOf } from './chunks'
import type { Delivery } from './consumer'

/** A delivery whose entries were read by the rules of their types; sizes are in characters. */
export interface ParsedDelivery extends Omit<Delivery, 'entries'> {
  entries: (ParsedEntry & { size: number })[]
}

/** Entries of one read; 50 of the largest fit into memory beside everything else. */
export const maximumReadCount = 50

const maximumUnknownTypes = 1_000

/** Reads deliveries by the rules; an unknown type is said once, whatever number of entries has it. */
export const createDeliveryParser = (
  logger: Pick<Logger, 'info'>,
): ((delivery: Delivery) => ParsedDelivery) => {
  const seenUnknownTypes = new Set<string>()

  const parse = ({ fields, id }: LedgerEntry): ParsedEntry => {
    const entry = toParsedEntry(id, toEnvelope(fields))
    const typ = (entry.envelope.typ ?? '').slice(0, 100)
    const isNews =
      entry.parsed.kind === 'ignored' &&
      entry.parsed.reason === 'unknown-type' &&
      !seenUnknownTypes.has(typ)
    if (isNews && seenUnknownTypes.size < maximumUnknownTypes) {
      seenUnknownTypes.add(typ)
      logger.info({ typ, streamId: id }, 'unknown event type: archived')
    }
    return entry
  }

  return (delivery) => ({
    ...delivery,
    entries: delivery.entries.map((raw) => ({ ...parse(raw), size: sizeOf(raw) })),
  })
}

/** Characters of a delivery's entries. */
export const totalSize = ({ entries }: ParsedDelivery): number =>
  entries.reduce((sum, { size }) => sum + size, 0)

/** The ids of a delivery in the order of the ledger, lost ones included. */
export const idsOf = ({ entries, lost }: Delivery): StreamId[] =>
  [...entries.map(({ id }) => id), ...lost].sort(compareStreamIds)

/** Whether a delivery brings nothing and says nothing. */
export const isNothing = ({ entries, lost, unread }: Delivery): boolean =>
  entries.length === 0 && lost.length === 0 && !unread
