/** What the benchmark asks of the process that holds the clients of the live stream. */
export type Request =
  | { ask: 'open'; url: string; token: string; readers: number; sleepers: number }
  /** Forget the delays so far. */
  | { ask: 'forget' }
  | { ask: 'report' }
  /** Let the sleepers read again, and tell what became of them. */
  | { ask: 'wake' }
  | { ask: 'close' }

/** What the clients have seen. */
export interface Seen {
  /** Where the readers began; all at the same place, or else the run is void. */
  begin: string
  /** Change frames of the readers: the fewest and the most of one of them. */
  fewest: number
  most: number
  /** Readers that saw frames out of order, or one twice. */
  disordered: number
  /** Digest of the positions of all frames, where it is the same for every reader. */
  digest?: number
  /** Connections of readers that ended. */
  endedReaders: number
  /** Connections of sleepers that ended (known once they are awake). */
  endedSleepers: number
  /** From the append of an event to each of its frames. */
  delays: Delays
  /** How long, at most, an event waited for the numbers of the business that count it. */
  numbers: Delays
}

/** In milliseconds, of so many frames. */
export interface Delays {
  p50: number
  p99: number
  longest: number
  count: number
}

/** One step of the digest of positions. */
export const digestStep = (digest: number, position: string): number => {
  let next = digest
  for (let index = 0; index < position.length; index++)
    next = Math.imul(next ^ position.charCodeAt(index), 16_777_619) >>> 0
  return next
}

/** The digest of no position. */
export const emptyDigest = 2_166_136_261
