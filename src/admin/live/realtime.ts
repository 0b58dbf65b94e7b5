import { compareStreamIds, isStreamId } from '@/ledger/streamId'
import type { ChangeFrame, RealtimeFrame } from '@/realtime/frames'

import { openStream, type ConnectionStatus, type StreamStatus } from './stream'

/** What a screen may say about its connection. */
export interface ConnectionState {
  status: ConnectionStatus
  /** Since when the status stands, in milliseconds since the epoch. */
  sinceMs: number
  /** When the last change arrived, in milliseconds since the epoch. */
  lastChangeMs?: number
  /** The latest event of the ledger that a change has told of. */
  eventId?: string
  /** The place in the change feed up to which every change has arrived. */
  position?: string
  /** Grows each time a lost connection has caught up. */
  recoveries: number
}

/** What screens hear: a change to merge, or that what they show has to be loaded again. */
export type RealtimeSignal =
  | { kind: 'change'; frame: ChangeFrame }
  | { kind: 'reload' }
  | { kind: 'refused'; status: 401 | 403 }

type Message =
  | { type: 'hello' }
  | { type: 'status'; status: StreamStatus; position?: string }
  | { type: 'frame'; frame: RealtimeFrame; id?: string; previous?: string }
  | { type: 'refused'; status: 401 | 403 }

const name = 'billie-realtime'

/**
 * The live stream of this browser. However many tabs are open, one of them (the holder of a web
 * lock) holds the connection and relays every frame to the others; when it goes, the next one
 * resumes from the last frame that it saw. A tab that finds a hole in what it was relayed says so
 * (`reload`). Where the browser has no locks or channels, each tab connects for itself.
 */
export class Realtime {
  private state: ConnectionState = { status: 'connecting', sinceMs: Date.now(), recoveries: 0 }
  private position: string | undefined
  private isLeader = false
  private hasConnected = false
  private wasLost = false
  private stop: (() => void) | undefined
  private stopping: ReturnType<typeof setTimeout> | undefined
  private readonly signals = new Set<(signal: RealtimeSignal) => void>()
  private readonly watchers = new Set<() => void>()
  private channel: BroadcastChannel | undefined

  /** The present state; the same object until something changes. */
  readonly getState = (): ConnectionState => this.state

  /** Calls `watcher` whenever the state changes. */
  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher)
    return () => this.watchers.delete(watcher)
  }

  /** Whether a connection stood at least once, so that what is loaded now misses nothing. */
  readonly isAnchored = (): boolean => this.hasConnected

  /** Hears every signal until the returned function is called; the first listener connects. */
  readonly subscribe = (listener: (signal: RealtimeSignal) => void): (() => void) => {
    this.signals.add(listener)
    clearTimeout(this.stopping)
    this.stop ??= this.start()
    return () => {
      this.signals.delete(listener)
      // A change of views is no reason to connect again.
      if (this.signals.size === 0) this.stopping = setTimeout(() => this.end(), 5_000)
    }
  }

  /** A screen that was told to load again has done so. */
  readonly settled = (): void => {
    if (this.state.status === 'resynchronising') this.setStatus('live')
  }

  private start(): () => void {
    if (!('locks' in navigator) || typeof BroadcastChannel === 'undefined') return this.lead()
    const channel = new BroadcastChannel(name)
    this.channel = channel
    channel.onmessage = ({ data }: MessageEvent<Message>) => this.hear(data)
    const abort = new AbortController()
    let release: (() => void) | undefined
    navigator.locks
      .request(name, { signal: abort.signal }, () => {
        const close = this.lead()
        return new Promise<void>((resolve) => {
          release = () => {
            close()
            resolve()
          }
        })
      })
      .catch((error: unknown) => {
        // Leaving the queue is how a tab that is done stops waiting for the lock.
        if (!abort.signal.aborted) throw error
      })
    const ask = (): void => channel.postMessage({ type: 'hello' } satisfies Message)
    ask()
    // A page that slept may have missed what was relayed meanwhile; the answer tells.
    document.addEventListener('resume', ask)
    addEventListener('pageshow', ask)
    return () => {
      document.removeEventListener('resume', ask)
      removeEventListener('pageshow', ask)
      abort.abort()
      release?.()
      channel.close()
      this.channel = undefined
    }
  }

  private end(): void {
    this.stop?.()
    this.stop = undefined
    this.isLeader = false
  }

  /** Becomes the tab that holds the connection. */
  private lead(): () => void {
    this.isLeader = true
    return openStream(this.position, {
      onFrame: (frame, id) => {
        const previous = this.position
        this.take(frame, id)
        this.tell({ type: 'frame', frame, id: this.position, previous })
      },
      onStatus: (status) => {
        this.setConnected(status)
        this.tell({ type: 'status', status, position: this.position })
      },
      onRefused: (status) => {
        this.tell({ type: 'refused', status })
        this.emit({ kind: 'refused', status })
        // Whoever listens after a new login begins a new connection.
        this.end()
      },
    })
  }

  private tell(message: Message): void {
    this.channel?.postMessage(message)
  }

  private hear(message: Message): void {
    if (message.type === 'hello') {
      const { status } = this.state
      const isLost = status === 'reconnecting' || status === 'overLimit'
      if (this.isLeader && (this.hasConnected || isLost))
        this.tell({
          type: 'status',
          status: isLost ? status : 'live',
          position: this.position,
        })
      return
    }
    if (message.type === 'refused') return this.emit({ kind: 'refused', status: message.status })
    if (this.isLeader) return
    if (message.type === 'status') {
      if (this.position !== undefined && isBefore(this.position, message.position)) this.reload()
      this.position = message.position ?? this.position
      if (message.position !== undefined) this.anchor()
      this.setState({})
      return this.setConnected(message.status)
    }
    if (isBefore(message.id, this.position)) return
    if (this.position !== undefined && isBefore(this.position, message.previous)) this.reload()
    this.take(message.frame, message.id)
  }

  private take(frame: RealtimeFrame, id: string | undefined): void {
    if ('type' in frame) {
      if (frame.type === 'connected') {
        // A resumed stream replays what was missed; one that begins anew may have missed something.
        const isResumed = this.position !== undefined && this.hasConnected
        this.position ??= frame.position
        if (!isResumed) this.anchor()
        this.setState({})
        return
      }
      this.position = id ?? this.position
      return this.reload()
    }
    this.position = id ?? this.position
    this.setState({
      lastChangeMs: Date.now(),
      eventId: laterOf(this.state.eventId, frame.eventId),
    })
    this.emit({ kind: 'change', frame })
  }

  /** From here on nothing is missed: what was loaded before has to be loaded once more. */
  private anchor(): void {
    if (this.hasConnected) return
    this.hasConnected = true
    this.emit({ kind: 'reload' })
    this.setState({})
  }

  private reload(): void {
    this.setStatus('resynchronising')
    this.emit({ kind: 'reload' })
  }

  private setConnected(status: StreamStatus): void {
    if (status !== 'live') {
      this.wasLost = this.hasConnected
      if (status === 'reconnecting' && !this.hasConnected) return this.setStatus('connecting')
      return this.setStatus(status)
    }
    if (this.wasLost) this.setState({ recoveries: this.state.recoveries + 1 })
    this.wasLost = false
    if (this.state.status !== 'resynchronising') this.setStatus('live')
  }

  private setStatus(status: ConnectionStatus): void {
    if (status !== this.state.status) this.setState({ status, sinceMs: Date.now() })
  }

  private setState(change: Partial<ConnectionState>): void {
    this.state = {
      ...this.state,
      ...change,
      ...(this.position !== undefined && { position: this.position }),
    }
    for (const watcher of this.watchers) watcher()
  }

  private emit(signal: RealtimeSignal): void {
    for (const listener of this.signals) listener(signal)
  }
}

/** The one live stream of this tab. */
export const realtime = new Realtime()

const isBefore = (left: string | undefined, right: string | undefined): boolean =>
  left !== undefined &&
  right !== undefined &&
  isStreamId(left) &&
  isStreamId(right) &&
  compareStreamIds(left, right) < 0

const laterOf = (left: string | undefined, right: string | undefined): string | undefined =>
  left === undefined || isBefore(left, right) ? (right ?? left) : left
