import type { StreamId } from '@/ledger/streamId'

/** One change of a read model, as it travels through the change feed to every screen. */
export interface ChangeFrame {
  /** A collection's slug, or `utterances` for something that was just said. */
  collection: string
  operation: 'create' | 'update'
  /** The document as a list would show it (depth 0), with its `id` and `revision`. */
  doc: { id: string; revision?: number } & Record<string, unknown>
  /** Stream id of the event that caused the change; the latest, where several did. */
  eventId: StreamId
  /** When the change was published, ISO 8601. */
  timestamp: string
}

/** The first frame of every connection. */
export interface ConnectedFrame {
  type: 'connected'
  clientId: string
  /** The feed position up to which the server had read; what is loaded afterwards is at least as new. */
  position: string
}

/** The changes since the client's last position are no longer kept: load again. */
export interface ResyncFrame {
  type: 'resync'
}

export type RealtimeFrame = ChangeFrame | ConnectedFrame | ResyncFrame
