import { compareStreamIds, type StreamId } from '@/ledger/streamId'

import type { TranscriptPage, Utterance } from './documents'
import { mergeUtterances } from './merge'

/** The part of a transcript that is loaded: a stretch without holes up to the newest message. */
export interface TranscriptWindow {
  utterances: Utterance[]
  /** Whether older messages are not loaded yet. */
  hasBefore: boolean
  /** The first message of the first load: the fixed point of the list's numbering. */
  anchor: StreamId | undefined
}

/** Nothing loaded yet. */
export const emptyWindow: TranscriptWindow = { utterances: [], hasBefore: false, anchor: undefined }

/** Begins anew with the newest part, or with every loaded part read again. */
export const startWindow = ({
  docs,
  hasBefore,
}: Omit<TranscriptPage, 'hasAfter'>): TranscriptWindow => ({
  utterances: docs,
  hasBefore,
  anchor: docs[0]?.id,
})

/** Adds the part that comes before the oldest loaded message. */
export const addOlder = (
  window: TranscriptWindow,
  { docs, hasBefore }: TranscriptPage,
): TranscriptWindow => ({
  ...window,
  utterances: mergeUtterances(window.utterances, docs),
  hasBefore,
})

/**
 * Adds what has just been said. A message whose place is before the loaded part comes with that
 * part, when the reader gets there.
 */
export const addLive = (window: TranscriptWindow, incoming: Utterance[]): TranscriptWindow => {
  const oldest = window.utterances[0]
  const fitting =
    window.hasBefore && oldest
      ? incoming.filter(({ id }) => compareStreamIds(id, oldest.id) > 0)
      : incoming
  const utterances = mergeUtterances(window.utterances, fitting)
  if (utterances === window.utterances) return window
  return { ...window, utterances, anchor: window.anchor ?? utterances[0]?.id }
}

/**
 * The number of the first loaded message in the list's own numbering: it falls as older messages
 * are put before, so that everything that is on the screen keeps its number and its place.
 */
export const firstIndexOf = ({ anchor, utterances }: TranscriptWindow): number =>
  base -
  Math.max(
    0,
    utterances.findIndex(({ id }) => id === anchor),
  )

/** How many loaded messages come after the one of this id. */
export const countAfter = (utterances: Utterance[], id: StreamId): number => {
  const last = utterances.findLastIndex((utterance) => compareStreamIds(utterance.id, id) <= 0)
  return utterances.length - 1 - last
}

/** The stream id right before another one: what `after` needs to include that one. */
export const idBefore = (id: StreamId): StreamId => {
  const [milliseconds = '0', sequence = '0'] = id.split('-')
  if (sequence !== '0') return `${milliseconds}-${BigInt(sequence) - 1n}`
  return milliseconds === '0' ? '0-0' : `${BigInt(milliseconds) - 1n}-18446744073709551615`
}

// Larger than any transcript.
const base = 10_000_000
