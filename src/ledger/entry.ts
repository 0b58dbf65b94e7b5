import type { StreamId } from './streamId'

/** One entry of the stream as Redis gives it: the id and a flat list of names and values. */
export interface LedgerEntry {
  id: StreamId
  fields: string[]
}

/** The names that the envelope gives a meaning to. */
export const envelopeFields = ['agt', 'typ', 'cid', 'aid', 'uid', 'seq', 'tsp', 'dat'] as const

/** The fields that the envelope names (spec: envelope); all of them are text. */
export type Envelope = { [Name in (typeof envelopeFields)[number]]?: string } & {
  /** Everything else that the entry carried, as a flat list of names and values. */
  extra?: string[]
}

/** Sorts the fields of an entry. Where a name stands twice, the first counts and the rest is kept in `extra`. */
export const toEnvelope = (fields: readonly string[]): Envelope => {
  const envelope: Envelope = {}
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const name = fields[index]!
    const value = fields[index + 1]!
    if (isEnvelopeField(name) && envelope[name] === undefined) envelope[name] = value
    else (envelope.extra ??= []).push(name, value)
  }
  return envelope
}

/** The flat list of names and values behind an envelope. */
export const toFields = ({ extra = [], ...envelope }: Envelope): string[] => [
  ...envelopeFields.flatMap((name) => (envelope[name] === undefined ? [] : [name, envelope[name]])),
  ...extra,
]

const isEnvelopeField = (name: string): name is (typeof envelopeFields)[number] =>
  (envelopeFields as readonly string[]).includes(name)
