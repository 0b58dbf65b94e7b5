'use client'

import { useEffect, useEffectEvent, useSyncExternalStore } from 'react'

import { type ConnectionState, realtime, type RealtimeSignal } from '../live/realtime'

/** The state of this tab's live connection. */
export const useConnection = (): ConnectionState =>
  useSyncExternalStore(realtime.watch, realtime.getState, getServerState)

/** Hears the live stream while the component is mounted. */
export const useRealtimeSignal = (listener: (signal: RealtimeSignal) => void): void => {
  const hear = useEffectEvent(listener)
  useEffect(() => realtime.subscribe((signal) => hear(signal)), [])
}

/**
 * Whether loading may begin: as soon as the live stream stands, so that nothing falls between
 * what is loaded and what is heard, but at once where the stream does not come up soon.
 */
export const useIsAnchored = (): boolean =>
  useSyncExternalStore(watchAnchor, isReadyToLoad, () => false)

const patienceMs = 800
let isPatienceOver = false

const isReadyToLoad = (): boolean => isPatienceOver || realtime.isAnchored()

const watchAnchor = (watcher: () => void): (() => void) => {
  const timer = setTimeout(() => {
    isPatienceOver = true
    watcher()
  }, patienceMs)
  const unwatch = realtime.watch(watcher)
  return () => {
    clearTimeout(timer)
    unwatch()
  }
}

const serverState: ConnectionState = { status: 'connecting', sinceMs: 0, recoveries: 0 }

const getServerState = (): ConnectionState => serverState
