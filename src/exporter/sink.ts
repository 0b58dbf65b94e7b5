import type { ExportedEvent } from './exportedEvent'
import type { ExportPosition } from './position'

/**
 * Where an export goes. The sink keeps the position with the rows: after a crash at any point, what
 * it answers to `open` is exactly what it holds, or it holds more and takes the same rows again
 * without a second copy (rows are identified by their stream ids).
 */
export interface Sink {
  /** What it is and where, for people and for the audit trail; no secrets. */
  readonly place: string
  /**
   * Makes it ready, mends what a crash left behind.
   * @param begin the position that a sink without any takes over
   * @returns how far it is
   * @throws {ExportRefused} where it is in use, damaged, or of another version
   */
  open: (begin: ExportPosition) => Promise<ExportPosition>
  /**
   * Takes rows and the position after them. A row that it holds as `parked` is replaced: a dead
   * letter was retried.
   */
  write: (rows: readonly ExportedEvent[], position: ExportPosition) => Promise<void>
  /** The same for rows that it holds as `ignored`, and that count since a rebuild. */
  restate: (rows: readonly ExportedEvent[], position: ExportPosition) => Promise<void>
  /** Ids, in the form that sorts, of the rows that it holds as `ignored`; bounded lists. */
  ignored: () => AsyncIterable<string[]>
  /** Lets go of it; whatever was written stays. */
  close: () => Promise<void>
}

/** What a sink tells of itself. */
export interface SinkStatus {
  place: string
  /** Absent where nothing was exported to it. */
  position?: ExportPosition
  rows: number
  writtenAt?: string
  /** What this kind of sink has to tell beside. */
  details: Record<string, number | string>
}
